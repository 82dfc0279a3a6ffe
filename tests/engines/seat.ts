/**
 * One viewer of a room in some engine: opens the Activity, presses what a
 * person presses, and writes down what is shown, from outside the code under
 * test.
 * @module
 */
import { type Path, startProxy } from "@/bench/sync/proxy.ts";
import {
  type EngineBrowser,
  type EnginePage,
  until,
} from "../support/engines/mod.ts";
import { bundle } from "../support/bundle.ts";
import type { Recorder, SeatRecording } from "./recorder_page.ts";

declare const recorder: Recorder;

/** See the module. */
export interface Seat {
  readonly page: EnginePage;
  /** Presses a button of the Activity, by the beginning of its label, or by words in it. */
  press(name: string): Promise<void>;
  /** Clicks a button as a person does, with all that a browser allows after that. */
  click(name: string): Promise<void>;
  /** Goes to a place, s. */
  seek(position: number): Promise<void>;
  untilPlaying(): Promise<void>;
  /** Begins to write down. */
  record(): Promise<void>;
  /** What was written down since. */
  recording(): Promise<SeatRecording>;
  /** How far this page's clock is from ours beyond what asking took, ms. */
  clockErrorMs(): Promise<number>;
  /** What the status on screen says. */
  status(): Promise<string>;
  close(): Promise<void>;
}

let script: Promise<string> | undefined;

/** Opens one. The first person of an instance is host. */
export async function takeSeat(
  browser: EngineBrowser,
  options: {
    port: number;
    path: Path;
    instance: string;
    person: number;
    view?: { width: number; height: number };
  },
): Promise<Seat> {
  script ??= bundle(new URL("./recorder_page.ts", import.meta.url));
  const proxy = startProxy(options.port, options.path);
  const page = await browser.newPage(options.view && { view: options.view });
  let stirs = 0;
  /** Controls go while the pointer rests; each stir is a move, to another place. */
  const stir = () => page.move({ x: 40 + 10 * (stirs++ % 2), y: 40 });
  const query = new URLSearchParams({
    viewers: "1",
    person: String(options.person),
    instance: options.instance,
  });
  await page.goto(`http://localhost:${proxy.port}/simulator?${query}`);
  await until(page, "in the room", {
    isSo: () =>
      document.querySelector("iframe")?.contentDocument?.documentElement
        ?.dataset.phase === "ready",
  });
  await page.inject(await script);
  await page.evaluate(() => recorder.fillPage());
  await until(page, "as large as its page", {
    isSo: () => recorder.fillsPage(),
  });
  return {
    page,
    async press(name) {
      await until(page, `a button "${name}"`, {
        argument: name,
        isSo: (name) => recorder.press(name),
      });
    },
    async click(name) {
      await page.click(
        await until(page, `a button "${name}"`, {
          argument: name,
          first: stir,
          isSo: (name) => recorder.placeOf(name),
        }),
      );
    },
    seek: (position) => page.evaluate((s) => recorder.seek(s), position),
    async untilPlaying() {
      await until(page, "playing", { isSo: () => recorder.isPlaying() });
    },
    record: () => page.evaluate(() => recorder.record()),
    recording: () => page.evaluate(() => recorder.recording()),
    clockErrorMs: () => clockErrorOf(page),
    status: () => page.evaluate(() => recorder.status()),
    async close() {
      await page.close();
      proxy.close();
    },
  };
}

/** Questions by which a page's clock is judged; the quickest counts. */
const QUESTIONS = 8;

async function clockErrorOf(page: EnginePage): Promise<number> {
  const errors: number[] = [];
  for (let n = 0; n < QUESTIONS; n++) {
    const askedMs = performance.timeOrigin + performance.now();
    const theirsMs = await page.evaluate(() =>
      performance.timeOrigin + performance.now()
    );
    const heardMs = performance.timeOrigin + performance.now();
    errors.push(Math.max(0, askedMs - theirsMs, theirsMs - heardMs));
  }
  return Math.min(...errors);
}
