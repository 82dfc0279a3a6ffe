/**
 * What an engine says of a frame, against the instant at which the frame was on
 * the screen: an X display is grabbed while the engine plays, and the number in
 * the picture read off the grab.
 * @module
 */
import {
  type BrowserEngine,
  type EngineBrowser,
  START_ENGINE,
} from "@/tests/support/engines/mod.ts";
import { type Display, startDisplay } from "@/tests/support/engines/display.ts";
import { percentile } from "@/lib/shared/stats.ts";
import { readCounter } from "@/tests/engines/counter.ts";
import type { FrameNote, Probe } from "@/tests/engines/probe_page.ts";
import { setProbeStage } from "@/tests/engines/probe_stage.ts";

declare const probe: Probe;

/** How far an engine's word is from the screen, ms: p5, p50, p95. */
export interface ScreenBias {
  version: string;
  fps: number;
  /** The screen changes so long after the callback. */
  callback: Quantiles;
  /** So long after `expectedDisplayTime`. */
  expected: Quantiles;
  /** `currentTime` is so far ahead of the picture. */
  clock: Quantiles;
  /** Time from one picture to the next, on the screen. */
  spacing: Quantiles;
  /** Changes that were seen on the screen. */
  frames: number;
}

/** p5, p50, p95. */
export type Quantiles = readonly [number, number, number];

const SCREEN = { width: 800, height: 700 };
/** The picture on the page, CSS pixels. */
const PICTURE = { width: 320, height: 180 };
/** Looks at the screen in a second, and how many. */
const GRAB_FPS = 120;
const GRABS = 480;
/** Where the picture's corner may be: below and beside what the window draws around it. */
const EDGE = 300;

/** Measures one engine at some frame rates. @throws {Error} When the picture is not found on the screen. */
export async function measureScreen(
  engine: BrowserEngine,
  frameRates: readonly number[],
): Promise<ScreenBias[]> {
  await using display = await startDisplay(SCREEN);
  const browser = await START_ENGINE[engine]({ display: display.name });
  try {
    const results: ScreenBias[] = [];
    for (const fps of frameRates) {
      results.push(await measureAt(fps, { browser, display }));
    }
    return results;
  } finally {
    await browser.close();
  }
}

async function measureAt(
  fps: number,
  { browser, display }: { browser: EngineBrowser; display: Display },
): Promise<ScreenBias> {
  await using stage = await setProbeStage({ fps, durationS: 40 });
  const page = await stage.open(browser);
  await page.evaluate(async () => {
    await probe.player.play();
    await new Promise((resolve) => setTimeout(resolve, 2500));
  });
  const grabbing = grab(display);
  const frames = await page.evaluate(async () => {
    const { frames } = await probe.run(6000, { pixels: false });
    const { timeOrigin } = performance;
    return frames.map((frame: FrameNote) => ({
      ...frame,
      nowMs: timeOrigin + frame.nowMs,
      expectedMs: timeOrigin + frame.expectedMs,
    }));
  });
  const { shots, instants } = await grabbing;
  await page.close();
  const shown = changesOf(shots, instants);
  const changes = shown.filter(({ isNext }) => isNext);
  // Where the film's first frame lies on the media's clock differs by container.
  const offset = Math.min(
    ...frames.map(({ mediaTime }) => (mediaTime * fps) % 1),
  );
  const pairs = changes.flatMap(({ counter, atMs }) => {
    const frame = frames.find(({ mediaTime }) =>
      Math.round(mediaTime * fps - offset) === counter
    );
    return frame ? [{ atMs, frame }] : [];
  });
  const quantiles = (values: number[]): Quantiles => [
    percentile(values, 0.05),
    percentile(values, 0.5),
    percentile(values, 0.95),
  ];
  return {
    version: browser.version,
    fps,
    frames: pairs.length,
    spacing: quantiles(
      shown.slice(1).map(({ atMs }, n) => atMs - (shown[n]?.atMs ?? NaN)),
    ),
    callback: quantiles(pairs.map(({ atMs, frame }) => atMs - frame.nowMs)),
    expected: quantiles(
      pairs.map(({ atMs, frame }) => atMs - frame.expectedMs),
    ),
    clock: quantiles(
      pairs.map(({ atMs, frame }) =>
        (frame.currentTime - frame.mediaTime) * 1000 + atMs - frame.nowMs
      ),
    ),
  };
}

/** Looks at a display again and again. @returns Grey pictures, and when each was taken, ms since epoch. */
async function grab(
  display: Display,
): Promise<{ shots: Uint8Array[]; instants: number[] }> {
  const { width, height, name } = display;
  const grabber = new Deno.Command("ffmpeg", {
    args: [
      ..."-hide_banner -nostats -f x11grab -draw_mouse 0 -copyts".split(" "),
      ...`-framerate ${GRAB_FPS} -video_size ${width}x${height}`.split(" "),
      ...`-i ${name} -frames:v ${GRABS} -vf showinfo,format=gray`.split(" "),
      ..."-fps_mode passthrough -f rawvideo -".split(" "),
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { stdout, stderr } = await grabber.output();
  const size = width * height;
  const instants = [
    ...new TextDecoder().decode(stderr).matchAll(/ pts:\s*(\d+)/g),
  ]
    .map(([, microseconds]) => Number(microseconds) / 1000);
  const shots = instants.map((_, n) =>
    stdout.subarray(n * size, (n + 1) * size)
  ).filter(({ length }) => length === size);
  return { shots, instants };
}

/** When which number came on the screen, half-way between two looks; `isNext`: the one before it was seen too. */
function changesOf(
  shots: readonly Uint8Array[],
  instants: readonly number[],
): { counter: number; atMs: number; isNext: boolean }[] {
  const corner = findPicture(shots);
  const numbers = shots.map((shot) => numberAt(shot, corner));
  return numbers.flatMap((counter, n) => {
    const before = numbers[n - 1];
    if (counter === null || before === null || before === undefined) return [];
    if (counter === before) return [];
    const atMs = ((instants[n] ?? NaN) + (instants[n - 1] ?? NaN)) / 2;
    return [{ counter, atMs, isNext: counter === before + 1 }];
  });
}

function findPicture(shots: readonly Uint8Array[]): { x: number; y: number } {
  const probes = [0.3, 0.6, 0.9].map((share) =>
    shots[Math.floor(share * shots.length)]
  ).filter((shot) => shot !== undefined);
  for (let y = 0; y < EDGE; y++) {
    for (let x = 0; x < EDGE; x++) {
      if (isPicture(probes, { x, y })) return { x, y };
    }
  }
  throw new Error("The picture is not on the screen");
}

/** Whether numbers stand there that grow as a film's do. */
function isPicture(
  probes: readonly Uint8Array[],
  corner: { x: number; y: number },
): boolean {
  const numbers = probes.map((shot) => numberAt(shot, corner));
  return numbers.length > 0 &&
    numbers.every((number, n) =>
      number !== null && number < 5000 && number > (numbers[n - 1] ?? 0)
    );
}

function numberAt(
  shot: Uint8Array,
  { x, y }: { x: number; y: number },
): number | null {
  return readCounter((u, v) => {
    const column = x + Math.floor(u * PICTURE.width);
    const row = y + Math.floor(v * PICTURE.height);
    return shot[row * SCREEN.width + column] ?? 0;
  });
}
