/**
 * Playlists of the fake Kaltura, in the shapes that the real one sends.
 * @module
 */
import { hasSoundsApart, isSaidToBeGap } from "./holed_media.ts";
import {
  BANDWIDTHS,
  HEIGHTS,
  MEDIA_DURATION_S,
  SEGMENT_S,
} from "./kaltura_media.ts";

/** Where things are, and what goes into addresses. */
interface Places {
  /** Origin of the API, without a slash at the end. */
  api: string;
  /** Origin of the CDN. */
  cdn: string;
  ks: string;
  /** Query of a segment's token, with its `?`, or nothing. */
  token: string;
}

const SEGMENTS = MEDIA_DURATION_S / SEGMENT_S;

/** Languages of captions and sounds. */
const LANGUAGES = { en: "English", de: "Deutsch" } as const;

/** The master playlist of an entry. */
export function master(entry: string, { api, cdn, ks }: Places): string {
  const hasSounds = hasSoundsApart(entry);
  const stream = hasSounds ? "p" : "v";
  const media = Object.entries(LANGUAGES);
  return [
    "#EXTM3U",
    "#EXT-X-VERSION:4",
    // Captions come from the API, with the KS in their address.
    ...media.map(([code, name], i) =>
      `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="${name}",` +
      `DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,LANGUAGE="${code}",` +
      `URI="${api}/captions/${entry}/${code}${i}/ks/${
        encodeURIComponent(ks)
      }/a.m3u8"`
    ),
    ...(hasSounds
      ? media.map(([code, name], i) =>
        `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="${name}",` +
        `LANGUAGE="${code}",DEFAULT=${i === 0 ? "YES" : "NO"},AUTOSELECT=YES,` +
        `URI="${cdn}/hls/${entry}/a${code}/index.m3u8"`
      )
      : []),
    ...HEIGHTS.flatMap((height, i) => [
      `#EXT-X-STREAM-INF:PROGRAM-ID=1,BANDWIDTH=${BANDWIDTHS[height]},` +
      `RESOLUTION=${height * 16 / 9}x${height},FRAME-RATE=25.000,` +
      `CODECS="avc1.42c015,mp4a.40.2",SUBTITLES="subs"` +
      (hasSounds ? ',AUDIO="audio"' : ""),
      // Absolute on the other host, relative, and relative to the root.
      [
        `${cdn}/hls/${entry}/${stream}${height}/index.m3u8`,
        `${stream}${height}/index.m3u8`,
        `/hls/${entry}/${stream}${height}/index.m3u8`,
      ][i],
    ]),
    "",
  ].join("\n");
}

/** The playlist of one stream. `sizes`: bytes of each segment, for byte ranges. */
export function stream(
  { entry, name, sizes }: { entry: string; name: string; sizes: number[] },
  { api, cdn, ks, token }: Places,
): string {
  const isSecret = entry === "0_secret";
  const isRanges = entry === "0_ranges";
  let offset = 0;
  return [
    "#EXTM3U",
    `#EXT-X-TARGETDURATION:${SEGMENT_S}`,
    "#EXT-X-ALLOW-CACHE:YES",
    "#EXT-X-PLAYLIST-TYPE:VOD",
    "#EXT-X-VERSION:4",
    "#EXT-X-MEDIA-SEQUENCE:0",
    ...(isSecret
      ? [
        `#EXT-X-KEY:METHOD=AES-128,URI="${api}/key/${entry}/ks/${
          encodeURIComponent(ks)
        }/video.key"`,
      ]
      : []),
    ...Array.from({ length: SEGMENTS }, (_, i) => {
      const inf = `#EXTINF:${SEGMENT_S}.000,`;
      if (!isRanges) {
        const uri = i % 2 === 0
          ? `${cdn}/hls/${entry}/${name}/seg-${i}.ts`
          : `seg-${i}.ts`;
        const gap = isSaidToBeGap({ entry, name, index: i })
          ? "#EXT-X-GAP\n"
          : "";
        return `${inf}\n${gap}${uri}${token}`;
      }
      const size = sizes[i] ?? 0;
      const range = `#EXT-X-BYTERANGE:${size}@${offset}`;
      offset += size;
      return `${inf}\n${range}\nall.ts${token}`;
    }),
    "#EXT-X-ENDLIST",
    "",
  ].join("\n");
}

/** The playlist of captions: WebVTT in segments of 6 s. */
export function captions({ ks }: Places): string {
  const count = MEDIA_DURATION_S / CAPTION_SEGMENT_S;
  return [
    "#EXTM3U",
    `#EXT-X-TARGETDURATION:${CAPTION_SEGMENT_S}`,
    "#EXT-X-VERSION:3",
    "#EXT-X-MEDIA-SEQUENCE:0",
    "#EXT-X-PLAYLIST-TYPE:VOD",
    ...Array.from(
      { length: count },
      (_, i) =>
        `#EXTINF: ${CAPTION_SEGMENT_S}.000,\nsegmentIndex/${i}.vtt?ks=${
          encodeURIComponent(ks)
        }`,
    ),
    "#EXT-X-ENDLIST",
    "",
  ].join("\n");
}

/** Length of a segment of captions, s. */
const CAPTION_SEGMENT_S = 6;

/** A segment of captions: one cue for each second, `<language> <second>`. */
export function captionSegment(language: string, index: number): string {
  const cues = Array.from({ length: CAPTION_SEGMENT_S }, (_, i) => {
    const second = index * CAPTION_SEGMENT_S + i;
    return `${clock(second)} --> ${
      clock(second + 0.9)
    }\n${language} ${second}\n`;
  });
  return [
    "WEBVTT",
    "X-TIMESTAMP-MAP=MPEGTS:126000,LOCAL:00:00:00.000",
    "",
    ...cues,
  ].join("\n");
}

function clock(s: number): string {
  return new Date(Math.round(s * 1000)).toISOString().slice(11, 23);
}
