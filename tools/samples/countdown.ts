/**
 * Samples that count: a large running timecode and frame number in the picture,
 * and a tone that changes each second, so that people and tests see and hear
 * sync.
 * @module
 */
import type { CaptionTrack } from "./captions.ts";
import { FPS, run, type Source } from "./ffmpeg.ts";

/** Look and sound of one. */
export interface Counting {
  title: string;
  /** s */
  duration: number;
  background: string;
  accent: string;
  /** Tone of the first second, Hz; each second has another of twelve steps. */
  baseHz: number;
}

/** What ffmpeg makes it from. */
export async function countingSource(counting: Counting): Promise<Source> {
  const { background, duration, baseHz } = counting;
  const tone =
    `0.12*sin(2*PI*t*${baseHz}*pow(2\\,mod(floor(t)*5\\,12)/12))*min(1\\,20*mod(t\\,1))`;
  return {
    inputs: [
      ...["-f", "lavfi", "-i"],
      `color=c=${background}:s=640x360:r=${FPS}:d=${duration}`,
      ...["-f", "lavfi", "-i", `aevalsrc=${tone}:s=44100:d=${duration}`],
    ],
    graph: picture(counting, await fontFile()),
  };
}

async function fontFile(): Promise<string> {
  return (await run("fc-match", ["-f", "%{file}", "DejaVu Sans Mono:bold"]))
    .trim();
}

/** The moving picture, as a chain of ffmpeg filters. */
function picture(
  { accent, duration, title }: Counting,
  font: string,
): string {
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

/** What is left, each second, in two languages: so one sees captions keep to the picture. @param duration Whole seconds. */
export function countdownCaptions(duration: number): CaptionTrack[] {
  const track = (
    tag: string,
    name: string,
    say: (leftS: number) => string,
  ): CaptionTrack => ({
    tag,
    name,
    cues: Array.from(
      { length: duration },
      (_, s) => ({ from: s, to: s + 1, text: say(duration - s) }),
    ),
  });
  return [
    track(
      "en",
      "English",
      (leftS) => leftS === 1 ? "1 second to go" : `${leftS} seconds to go`,
    ),
    track(
      "es",
      "Español",
      (leftS) => leftS === 1 ? "Queda 1 segundo" : `Quedan ${leftS} segundos`,
    ),
  ];
}
