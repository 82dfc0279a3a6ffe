/**
 * A broadcast as Kaltura's packager serves one: a window of MPEG-TS segments
 * that slides, each with its date, until it is over. The picture says which
 * frame it is, in bits that a test reads off the screen.
 * Source: kaltura/nginx-vod-module and the live packager's playlists:
 * `#EXT-X-PROGRAM-DATE-TIME` before each segment, `#EXT-X-DISCONTINUITY` where
 * the media's clock jumps, `#EXT-X-ENDLIST` at the end.
 * @module
 */

/** Length of a segment, s. */
const LIVE_SEGMENT_S = 2;
/** Pictures per second. */
export const LIVE_FPS = 25;
/** Segments until the film starts over. */
const LOOP = 12;
/** Pictures until the number on them starts over. */
export const LIVE_FRAMES = LOOP * LIVE_SEGMENT_S * LIVE_FPS;
/** Bits of that number, least first, in columns from the left; the last column is always white. */
export const LIVE_BITS = 10;
/** Width of the picture, and of a bit's column, pixels. */
const WIDTH = 352;
const COLUMN = WIDTH / (LIVE_BITS + 1);

/** See the module. */
export interface LiveBroadcast {
  master(): string;
  /** The media playlist now. */
  playlist(): string;
  /** A segment by its number. */
  segment(n: number): Uint8Array<ArrayBuffer> | null;
  /** No more comes: it is over. */
  end(): void;
}

interface LiveBroadcastOptions {
  /** From {@linkcode liveSegments}. */
  segments: readonly Uint8Array<ArrayBuffer>[];
  /** How far back one can go, in segments. */
  window: number;
  /** How far the broadcaster's clock is off, ms: nobody's clock is right. @default {0} */
  clockErrorMs?: number;
  /** Wall clock, ms. @default {Date.now} */
  now?: () => number;
}

/** Starts a broadcast that has been on for as long as its window. */
export function startBroadcast(options: LiveBroadcastOptions): LiveBroadcast {
  const { segments, window, clockErrorMs = 0 } = options;
  const now = options.now ?? Date.now;
  const segmentMs = LIVE_SEGMENT_S * 1000;
  const beganMs = now() - window * segmentMs;
  let endedMs: number | null = null;

  /** Number of the first segment that is not complete. */
  const next = () => Math.floor(((endedMs ?? now()) - beganMs) / segmentMs);

  return {
    master: () =>
      [
        "#EXTM3U",
        '#EXT-X-STREAM-INF:BANDWIDTH=300000,RESOLUTION=352x198,CODECS="avc1.42c00d,mp4a.40.2"',
        "live/index.m3u8",
        "",
      ].join("\n"),
    playlist() {
      const end = next();
      const first = Math.max(0, end - window);
      const lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:9",
        `#EXT-X-TARGETDURATION:${LIVE_SEGMENT_S}`,
        // Low latency is on offer, and nobody here takes it.
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.500",
        "#EXT-X-PART-INF:PART-TARGET=0.500",
        `#EXT-X-MEDIA-SEQUENCE:${first}`,
        `#EXT-X-DISCONTINUITY-SEQUENCE:${Math.ceil(first / LOOP)}`,
      ];
      for (let n = first; n < end; n++) {
        if (n % LOOP === 0) lines.push("#EXT-X-DISCONTINUITY");
        const date = new Date(beganMs + n * segmentMs + clockErrorMs);
        lines.push(
          `#EXT-X-PROGRAM-DATE-TIME:${date.toISOString()}`,
          `#EXTINF:${LIVE_SEGMENT_S}.000,`,
          `seg-${n}.ts`,
        );
      }
      if (endedMs !== null) lines.push("#EXT-X-ENDLIST");
      else {
        lines.push(
          `#EXT-X-PART:DURATION=0.500,INDEPENDENT=YES,URI="part-${end}-0.ts"`,
          `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part-${end}-1.ts"`,
        );
      }
      return [...lines, ""].join("\n");
    },
    segment: (n) => n < next() ? segments[n % LOOP] ?? null : null,
    end: () => void (endedMs ??= now()),
  };
}

/** Makes the media. @throws {Error} Without ffmpeg. */
export async function liveSegments(): Promise<Uint8Array<ArrayBuffer>[]> {
  const folder = await Deno.makeTempDir({ prefix: "cowatch-live-" });
  const bits = Array.from(
    { length: LIVE_BITS },
    (_, bit) =>
      `drawbox=x=${bit * COLUMN}:y=0:w=${COLUMN}:h=ih:color=white:t=fill:` +
      `enable='eq(mod(floor(n/${2 ** bit})\\,2)\\,1)'`,
  );
  const light = `drawbox=x=${LIVE_BITS * COLUMN}:y=0:w=${COLUMN}:h=ih:` +
    "color=white:t=fill";
  const length = String(LOOP * LIVE_SEGMENT_S);
  try {
    const { success, stderr } = await new Deno.Command("ffmpeg", {
      args: [
        ...["-v", "error", "-f", "lavfi", "-i"],
        `color=c=black:s=${WIDTH}x198:r=${LIVE_FPS}`,
        ..."-f lavfi -i sine=frequency=330:sample_rate=44100".split(" "),
        ...["-vf", [...bits, light].join(",")],
        ..."-c:v libx264 -preset ultrafast -crf 28 -pix_fmt yuv420p".split(" "),
        ..."-g 50 -keyint_min 50 -sc_threshold 0 -bf 0".split(" "),
        ..."-c:a aac -b:a 48k -ac 1 -t".split(" "),
        length,
        ...`-f hls -hls_time ${LIVE_SEGMENT_S} -hls_list_size 0`.split(" "),
        ...["-hls_segment_type", "mpegts", "-hls_segment_filename"],
        `${folder}/%d.ts`,
        `${folder}/live.m3u8`,
      ],
    }).output();
    if (!success) {
      throw new Error(`Cannot make media: ${new TextDecoder().decode(stderr)}`);
    }
    return await Promise.all(
      Array.from(
        { length: LOOP },
        (_, n) => Deno.readFile(`${folder}/${n}.ts`),
      ),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
