/**
 * Makes HLS of a source: fMP4 segments in one or more sizes, a poster and a
 * strip of pictures.
 * @module
 */

/** Frames a second of every sample. */
export const FPS = 25;
/** Frames of the strip that the scrubber shows places from. */
const STRIP_SLICES = 30;
/** Seconds of a segment, and of a group of pictures: a seek decodes two seconds at most. */
const SEGMENT_S = 4;
const GROUP_S = 2;

/** What ffmpeg reads: picture first, sound second. */
export interface Source {
  inputs: readonly string[];
  /** Filters that end in `[picture]`. */
  graph: string;
}

/** One size of the picture. */
interface Rendition {
  /** px */
  height: number;
  /** x264's constant rate factor: the higher, the smaller and the worse. */
  crf: number;
  sound: { channels: 1 | 2; bitrate: string };
}

/** How a sample is cut. */
export interface Cut {
  /** s */
  duration: number;
  /** The first is the best. */
  renditions: readonly Rendition[];
  /** More of x264's parameters. */
  x264?: string;
  /** The moment of the poster, s. */
  posterS: number;
}

/** Runs a program. @returns What it prints. @throws {Error} With its own words when it fails. */
export async function run(program: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args })
    .output();
  const text = new TextDecoder();
  if (!success) {
    throw new Error(`Cannot run ${program}: ${text.decode(stderr)}`);
  }
  return text.decode(stdout);
}

/** Fills an empty folder with `master.m3u8`, `v0…`, `thumb.jpg` and `strip.jpg`. */
export async function cutHls(
  folder: string,
  source: Source,
  cut: Cut,
): Promise<void> {
  const { duration, renditions, x264, posterS } = cut;
  const count = renditions.length;
  const graph = [
    source.graph,
    `[picture]split=${count}${renditions.map((_, i) => `[s${i}]`).join("")}`,
    ...renditions.map(({ height }, i) => `[s${i}]scale=-2:${height}[v${i}]`),
  ].join(";");
  await run("ffmpeg", [
    ...["-v", "error"],
    ...source.inputs,
    ...["-filter_complex", graph],
    ...renditions.flatMap((_, i) => ["-map", `[v${i}]`, "-map", "1:a"]),
    ...["-c:v", "libx264", "-profile:v", "main", "-preset", "slow"],
    ...["-tune", "animation"],
    ...renditions.flatMap(({ crf }, i) => [`-crf:v:${i}`, String(crf)]),
    ...["-pix_fmt", "yuv420p", "-bf", "0", "-sc_threshold", "0"],
    ...["-g", String(FPS * GROUP_S), "-keyint_min", String(FPS * GROUP_S)],
    ...(x264 === undefined ? [] : ["-x264-params", x264]),
    ...["-c:a", "aac"],
    ...renditions.flatMap(({ sound: { channels, bitrate } }, i) => [
      ...[`-b:a:${i}`, bitrate, `-ac:a:${i}`, String(channels)],
    ]),
    // The same bytes each time, whoever runs this.
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact"],
    ...["-flags:a", "+bitexact"],
    ...["-t", String(duration)],
    ...["-f", "hls", "-hls_time", String(SEGMENT_S)],
    ...["-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"],
    "-hls_fmp4_init_filename",
    count > 1 ? "init_%v.mp4" : "init_0.mp4",
    ...["-hls_segment_filename", `${folder}/v%v_%03d.m4s`],
    "-var_stream_map",
    renditions.map((_, i) => `v:${i},a:${i}`).join(" "),
    ...["-master_pl_name", "master.m3u8"],
    `${folder}/v%v.m3u8`,
  ]);
  await stateBandwidths(folder, count);
  await run("ffmpeg", [
    ...["-v", "error", "-i", `${folder}/v0.m3u8`],
    // After the input: a seek before it ends some HLS inputs without a picture.
    ...["-ss", String(posterS), "-frames:v", "1", "-update", "1"],
    ...["-q:v", "6", "-bitexact", `${folder}/thumb.jpg`],
  ]);
  await makeStrip(folder, duration);
}

/** One wide picture of frames, as far apart from each other, as Kaltura makes them. */
async function makeStrip(folder: string, duration: number): Promise<void> {
  const every = FPS * duration / STRIP_SLICES;
  await run("ffmpeg", [
    ...["-v", "error", "-y", "-i", `${folder}/v0.m3u8`],
    "-vf",
    // The first frame of each slice.
    `select='not(mod(n\\,${every}))',scale=160:-2,tile=${STRIP_SLICES}x1`,
    ...["-frames:v", "1", "-q:v", "7", "-bitexact", `${folder}/strip.jpg`],
  ]);
}

/** With a constant quality ffmpeg knows no bit rate: the largest segment shows it. */
async function stateBandwidths(folder: string, count: number): Promise<void> {
  const names = await Array.fromAsync(Deno.readDir(folder), (e) => e.name);
  const sizes = await Promise.all(names.map(async (name) => {
    const { size } = await Deno.stat(`${folder}/${name}`);
    return { name, size };
  }));
  const master = `${folder}/master.m3u8`;
  let text = await Deno.readTextFile(master);
  for (let i = 0; i < count; i++) {
    const largest = Math.max(
      ...sizes.filter(({ name }) => name.startsWith(`v${i}_`))
        .map(({ size }) => size),
    );
    const bitsPerS = Math.ceil(largest * 8 / SEGMENT_S);
    text = text.replace(
      new RegExp(`BANDWIDTH=\\d+(.*\\nv${i}\\.m3u8)`),
      `BANDWIDTH=${bitsPerS}$1`,
    );
  }
  await Deno.writeTextFile(master, text);
}
