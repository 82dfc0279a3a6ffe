/**
 * Entries of the fake Kaltura whose captions give the time in an odd way; each
 * says `<language> <second>` at that second of the video.
 * @module
 */
import { HEIGHTS, MEDIA_DURATION_S, SEGMENT_S } from "./kaltura_media.ts";

/** MPEG time at which the media begins, ticks. Source: ffmpeg's muxer, measured. */
const MPEG_START = 126_000;
/** The same for the media whose MPEG time starts over on the way, after 5.7 s. */
const WRAPPING_START = 2 ** 33 - 514_592;
const MPEG_HZ = 90_000;
/** Length of a piece of captions, s. */
const PIECE_S = 6;

/** One way to give the time. */
interface Way {
  /** Name of the stream that plays. */
  stream: string;
  /** Second after which media starts over on its own clock, s. */
  breakAt?: number;
  /** Head of a piece that begins at a second. */
  head(second: number): string[];
  /** What a piece calls a second of the video, s. */
  clock(second: number): number;
}

const SMALL = `v${HEIGHTS.at(-1)}`;
const map = (ticks: number, localS: number) => [
  `X-TIMESTAMP-MAP=LOCAL:${stamp(localS)},MPEGTS:${ticks % 2 ** 33}`,
];
const HALF_S = MEDIA_DURATION_S / 2;

/** The entries, by id. */
export const ODD_CAPTIONS: Readonly<Record<string, Way>> = {
  // After half of it the same media comes again, on the same clock.
  "0_captions-break": {
    stream: SMALL,
    breakAt: HALF_S,
    head: () => map(MPEG_START, 0),
    clock: (second) => second % HALF_S,
  },
  "0_captions-wrap": {
    stream: "w144",
    head: (second) => map(WRAPPING_START + second * MPEG_HZ, second),
    clock: (second) => second,
  },
  "0_captions-mpeg": {
    stream: "w144",
    head: () => [],
    clock: (second) => WRAPPING_START / MPEG_HZ + second,
  },
  "0_captions-video": {
    stream: "w144",
    head: () => [],
    clock: (second) => second,
  },
};

/** The master playlist of such an entry; `null` for others. */
export function oddMaster(
  entry: string,
  { api, ks }: { api: string; ks: string },
): string | null {
  const way = ODD_CAPTIONS[entry];
  if (!way) return null;
  const key = encodeURIComponent(ks);
  const media = [["en", "English"], ["ar", "العربية"]].map(([code, name], i) =>
    `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="${name}",` +
    `LANGUAGE="${code}",URI="${api}/captions/${entry}/${code}${i}/ks/${key}/a.m3u8"`
  );
  return [
    "#EXTM3U",
    ...media,
    '#EXT-X-STREAM-INF:BANDWIDTH=200000,RESOLUTION=256x144,SUBTITLES="subs"',
    `${way.stream}/index.m3u8`,
    "",
  ].join("\n");
}

/** The playlist of its stream; `null` for others. */
export function oddStream(entry: string): string | null {
  const way = ODD_CAPTIONS[entry];
  if (!way) return null;
  const breakAt = (way.breakAt ?? Infinity) / SEGMENT_S;
  const count = MEDIA_DURATION_S / SEGMENT_S;
  return [
    "#EXTM3U",
    `#EXT-X-TARGETDURATION:${SEGMENT_S}`,
    "#EXT-X-PLAYLIST-TYPE:VOD",
    ...Array.from({ length: count }, (_, i) => [
      ...(i === breakAt ? ["#EXT-X-DISCONTINUITY"] : []),
      `#EXTINF:${SEGMENT_S},`,
      `seg-${i < breakAt ? i : i - breakAt}.ts`,
    ]).flat(),
    "#EXT-X-ENDLIST",
    "",
  ].join("\n");
}

/** A piece of its captions, written without what may be left out; `null` for others. */
export function oddCaptions(
  entry: string,
  { language, index }: { language: string; index: number },
): string | null {
  const way = ODD_CAPTIONS[entry];
  if (!way) return null;
  const first = index * PIECE_S;
  const cues = Array.from({ length: PIECE_S }, (_, i) => {
    const at = way.clock(first + i);
    return [
      `${stamp(at)}-->${stamp(at + 0.9)}`,
      `<v Ann>${language} ${first + i}</v>`,
    ];
  });
  return ["WEBVTT", ...way.head(first), "", ...cues.flat(), ""].join("\n");
}

/** A time with hours of as many digits as they have. */
function stamp(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const pad = (n: number, width = 2) =>
    String(Math.floor(n)).padStart(width, "0");
  return `${Math.floor(ms / 3_600_000)}:${pad(ms / 60_000 % 60)}:` +
    `${pad(ms / 1000 % 60)}.${pad(ms % 1000, 3)}`;
}
