/**
 * A film whose frames say which they are: the frame's number stands in the
 * picture as blocks, black or white, so that whoever sees the picture knows
 * the place, whatever the player says of it. A click sounds each second.
 * @module
 */

/** What kind of film. */
export interface FilmOptions {
  /** Frames per second. */
  fps: number;
  /** Length, s. */
  durationS: number;
  /** Container of the segments; Kaltura's is MPEG-TS. @default {"ts"} */
  container?: "ts" | "fmp4";
  /** Frames that depend on later ones, in a row, as Kaltura's encoder makes them. @default {0} */
  bFrames?: number;
  /** English captions, one for every ten seconds: `captionAt`. @default {false} */
  hasCaptions?: boolean;
}

/** Length of a segment, s. */
const FILM_SEGMENT_S = 2;
/** Bits of the number. At 60 frames a second they last 18 minutes. */
const BITS = 16;
/** The picture in blocks: two rows of bits, the lower one inverted, and room for people. */
const COLUMNS = 16;
/** See {@linkcode COLUMNS}. */
const ROWS = 9;
/** Pixels of a block's side before the picture is scaled. */
const BLOCK = 4;
/** Picture size, pixels. */
const SIZE = { width: 640, height: 360 };

/** Makes one as HLS in a folder: `master.m3u8`, `v0.m3u8` and segments. @throws {Error} Without ffmpeg. */
export async function makeFilm(
  folder: string,
  { fps, durationS, container = "ts", bFrames = 0, hasCaptions = false }:
    FilmOptions,
): Promise<void> {
  const width = COLUMNS * BLOCK;
  const height = ROWS * BLOCK;
  const click = "0.5*sin(2*PI*t*1000)*lt(mod(t,1),0.02)";
  const args = [
    "-v error -y",
    `-f rawvideo -pix_fmt gray -s ${width}x${height} -r ${fps} -i -`,
    `-f lavfi -i aevalsrc=${
      click.replaceAll(",", "\\,")
    }:s=44100:d=${durationS}`,
    `-vf scale=${SIZE.width}:${SIZE.height}:flags=neighbor,format=yuv420p`,
    `-c:v libx264 -preset veryfast -crf 30 -bf ${bFrames}`,
    `-g ${fps * FILM_SEGMENT_S} -keyint_min ${
      fps * FILM_SEGMENT_S
    } -sc_threshold 0`,
    `-c:a aac -b:a 48k -ac 1 -t ${durationS}`,
    `-f hls -hls_time ${FILM_SEGMENT_S} -hls_playlist_type vod`,
    `-hls_segment_type ${container === "ts" ? "mpegts" : "fmp4"}`,
    "-hls_fmp4_init_filename init.mp4 -master_pl_name master.m3u8",
  ].join(" ").split(" ");
  const suffix = container === "ts" ? "ts" : "m4s";
  const encoder = new Deno.Command("ffmpeg", {
    args: [
      ...args,
      "-hls_segment_filename",
      `${folder}/v0_%03d.${suffix}`,
      `${folder}/v0.m3u8`,
    ],
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const said = new Response(encoder.stderr).text();
  const writer = encoder.stdin.getWriter();
  for (let n = 0; n < fps * durationS; n++) {
    await writer.write(picture(n, { width, height }));
  }
  await writer.close();
  const { success } = await encoder.status;
  if (!success) throw new Error(`Cannot make a film: ${await said}`);
  if (hasCaptions) await addCaptions(folder, durationS);
}

/** What is said at a place, s. */
export function captionAt(place: number): string {
  const ten = Math.floor(place / 10);
  return `Ten seconds from ${10 * ten} s`;
}

/** Writes captions beside a film, and names them in its master playlist. */
async function addCaptions(folder: string, durationS: number): Promise<void> {
  const time = (s: number) =>
    new Date(1000 * s).toISOString().slice("1970-01-01T".length, -1);
  const cues: string[] = [];
  for (let s = 0; s < durationS; s += 10) {
    const endS = Math.min(s + 10, durationS);
    cues.push(`${time(s)} --> ${time(endS)}\n${captionAt(s)}\n`);
  }
  await Deno.writeTextFile(
    `${folder}/english.vtt`,
    `WEBVTT\n\n${cues.join("\n")}`,
  );
  await Deno.writeTextFile(
    `${folder}/english.m3u8`,
    `#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:${durationS}
#EXT-X-PLAYLIST-TYPE:VOD
#EXTINF:${durationS},
english.vtt
#EXT-X-ENDLIST
`,
  );
  const master = await Deno.readTextFile(`${folder}/master.m3u8`);
  const media =
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="words",NAME="English",LANGUAGE="en",URI="english.m3u8"';
  await Deno.writeTextFile(
    `${folder}/master.m3u8`,
    master.replace("#EXT-X-STREAM-INF:", `${media}\n$&SUBTITLES="words",`),
  );
}

/** One frame, a byte a pixel. */
function picture(
  n: number,
  { width, height }: { width: number; height: number },
): Uint8Array {
  const pixels = new Uint8Array(width * height).fill(90);
  const block = (column: number, row: number, shade: number) => {
    for (let y = row * BLOCK; y < (row + 1) * BLOCK; y++) {
      pixels.fill(
        shade,
        y * width + column * BLOCK,
        y * width + (column + 1) * BLOCK,
      );
    }
  };
  for (let bit = 0; bit < BITS; bit++) {
    const isSet = (n >> bit) & 1;
    block(bit, 0, isSet ? 235 : 16);
    block(bit, 1, isSet ? 16 : 235);
  }
  // Something that a person can follow.
  block(n % COLUMNS, ROWS - 2, 200);
  return pixels;
}
