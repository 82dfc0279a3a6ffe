/**
 * Makes the sample videos in `static/samples/`: HLS with fMP4 segments, a large
 * running timecode and frame number in the picture, and a tone that changes
 * each second, so that people and tests can see and hear sync.
 *
 * Run: `deno task samples` (needs ffmpeg with libx264, and the DejaVu fonts)
 * @module
 */
import { writeCaptions } from "./sample_captions.ts";

interface Sample {
  id: string;
  title: string;
  /** Seconds. */
  duration: number;
  background: string;
  accent: string;
  /** Tone of the first second, Hz; each second has another of twelve steps. */
  baseHz: number;
  /** Picture heights; the first is the best. */
  heights: number[];
  hasCaptions?: boolean;
}

const SAMPLES: Sample[] = [
  {
    id: "sample-countdown",
    title: "Countdown",
    duration: 60,
    background: "0x1b1f3a",
    accent: "0xffb454",
    baseHz: 220,
    heights: [360],
    hasCaptions: true,
  },
  {
    id: "sample-orbit",
    title: "Orbit",
    duration: 90,
    background: "0x10302f",
    accent: "0x7fe0c3",
    baseHz: 262,
    heights: [360, 180],
  },
  {
    id: "sample-tide",
    title: "Tide",
    duration: 150,
    background: "0x331a2e",
    accent: "0xff8fa3",
    baseHz: 196,
    heights: [360],
  },
];

/** Frames of the strip that the scrubber shows places from. */
const STRIP_SLICES = 30;
/** Frames per second. */
const FPS = 25;
/** Seconds of a segment, and of a group of pictures: a seek decodes two seconds at most. */
const SEGMENT_S = 4;
const GROUP_S = 2;
const ROOT = new URL("../static/samples/", import.meta.url).pathname;

async function run(program: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args })
    .output();
  const text = new TextDecoder();
  if (!success) {
    throw new Error(`Cannot run ${program}: ${text.decode(stderr)}`);
  }
  return text.decode(stdout);
}

async function fontFile(): Promise<string> {
  return (await run("fc-match", ["-f", "%{file}", "DejaVu Sans Mono:bold"]))
    .trim();
}

/** The moving picture of a sample, as a chain of ffmpeg filters. */
function picture(sample: Sample, font: string): string {
  const { accent, duration, title } = sample;
  const text = (value: string, rest: string) =>
    `drawtext=fontfile=${font}:${rest}:text='${value}'`;
  const words = [
    text("%{pts\\:hms}", "fontsize=72:fontcolor=white:x=(w-tw)/2:y=h/2-84"),
    text("frame %{n}", `fontsize=44:fontcolor=${accent}:x=(w-tw)/2:y=h/2+16`),
    text(title, "fontsize=22:fontcolor=white@0.7:x=24:y=20"),
  ].join(",");
  const strip = (size: string) =>
    `color=c=${accent}:s=${size}:r=${FPS}:d=${duration}`;
  return [
    `${strip("640x12")}[bar]`,
    `${strip("24x16")}[dot]`,
    `[0:v]${words}[text]`,
    `[text][bar]overlay=x='W*(t/${duration}-1)':y=H-12[barred]`,
    `[barred][dot]overlay=x='mod(n*4\\,W)':y=H-40[picture]`,
  ].join(";");
}

async function make(sample: Sample, font: string): Promise<void> {
  const { id, duration, background, baseHz, heights, hasCaptions } = sample;
  const folder = `${ROOT}${id}`;
  await Deno.remove(folder, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  await Deno.mkdir(folder, { recursive: true });
  const splits = heights.map((_, i) => `[s${i}]`).join("");
  const graph = [
    picture(sample, font),
    `[picture]split=${heights.length}${splits}`,
    ...heights.map((height, i) => `[s${i}]scale=-2:${height}[v${i}]`),
  ].join(";");
  const tone =
    `0.12*sin(2*PI*t*${baseHz}*pow(2\\,mod(floor(t)*5\\,12)/12))*min(1\\,20*mod(t\\,1))`;

  await run("ffmpeg", [
    "-v",
    "error",
    "-f",
    "lavfi",
    "-i",
    `color=c=${background}:s=640x360:r=${FPS}:d=${duration}`,
    "-f",
    "lavfi",
    "-i",
    `aevalsrc=${tone}:s=44100:d=${duration}`,
    "-filter_complex",
    graph,
    ...heights.flatMap((_, i) => ["-map", `[v${i}]`, "-map", "1:a"]),
    "-c:v",
    "libx264",
    "-profile:v",
    "main",
    "-preset",
    "slow",
    "-tune",
    "animation",
    "-crf",
    "33",
    "-pix_fmt",
    "yuv420p",
    "-bf",
    "0",
    "-g",
    String(FPS * GROUP_S),
    "-keyint_min",
    String(FPS * GROUP_S),
    "-sc_threshold",
    "0",
    "-c:a",
    "aac",
    "-b:a",
    "32k",
    "-ac",
    "1",
    // The same bytes each time, whoever runs this.
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-flags:a",
    "+bitexact",
    "-f",
    "hls",
    "-hls_time",
    String(SEGMENT_S),
    "-hls_playlist_type",
    "vod",
    "-hls_segment_type",
    "fmp4",
    "-hls_fmp4_init_filename",
    heights.length > 1 ? "init_%v.mp4" : "init_0.mp4",
    "-hls_segment_filename",
    `${folder}/v%v_%03d.m4s`,
    "-var_stream_map",
    heights.map((_, i) => `v:${i},a:${i}`).join(" "),
    "-master_pl_name",
    "master.m3u8",
    `${folder}/v%v.m3u8`,
  ]);
  await stateBandwidths(folder, heights.length);
  if (hasCaptions) await writeCaptions(folder, duration);
  await run("ffmpeg", [
    "-v",
    "error",
    "-i",
    `${folder}/v0.m3u8`,
    // After the input: a seek before it ends some HLS inputs without a picture.
    "-ss",
    "21",
    "-frames:v",
    "1",
    "-update",
    "1",
    "-q:v",
    "6",
    "-bitexact",
    `${folder}/thumb.jpg`,
  ]);
  await makeStrip(folder, duration);
}

/** One wide picture of frames, as far apart from each other, as Kaltura makes them. */
async function makeStrip(folder: string, duration: number): Promise<void> {
  await run("ffmpeg", [
    "-v",
    "error",
    "-y",
    "-i",
    `${folder}/v0.m3u8`,
    "-vf",
    // The first frame of each slice.
    `select='not(mod(n\\,${
      FPS * duration / STRIP_SLICES
    }))',scale=160:-2,tile=${STRIP_SLICES}x1`,
    "-frames:v",
    "1",
    "-q:v",
    "7",
    "-bitexact",
    `${folder}/strip.jpg`,
  ]);
}

/** With a constant quality ffmpeg knows no bit rate: the largest segment tells it. */
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

const font = await fontFile();
await Promise.all(SAMPLES.map((sample) => make(sample, font)));
