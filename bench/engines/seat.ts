/**
 * One viewer of a room in some engine: opens the Activity, presses what a
 * person presses, and writes down what is shown, from outside the code under
 * test.
 * @module
 */
import { type Path, startProxy } from "../sync/proxy.ts";
import {
  type EngineBrowser,
  type EnginePage,
  until,
} from "@/tests/support/engines/mod.ts";
import { bundle } from "@/tests/support/bundle.ts";
import type { Recorder, SeatRecording } from "./recorder_page.ts";

declare const recorder: Recorder;

/** See the module. */
export interface Seat {
  readonly page: EnginePage;
  /** Presses a button of the Activity, by the beginning of its label, or by words in it. */
  press(name: string): Promise<void>;
  /** Goes to a place, s. */
  seek(position: number): Promise<void>;
  untilPlaying(): Promise<void>;
  /** Begins to write down. */
  record(): Promise<void>;
  /** What was written down since. */
  recording(): Promise<SeatRecording>;
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
  const query = new URLSearchParams({
    viewers: "1",
    person: String(options.person),
    instance: options.instance,
  });
  await page.goto(`http://localhost:${proxy.port}/simulator?${query}`);
  await until(page, "in the room", {
    isSo: () =>
      document.querySelector("iframe")?.contentDocument?.documentElement
        .dataset.phase === "ready",
  });
  await page.inject(await script);
  return {
    page,
    async press(name) {
      await until(page, `a button "${name}"`, {
        argument: name,
        isSo: (name) => recorder.press(name),
      });
    },
    seek: (position) => page.evaluate((s) => recorder.seek(s), position),
    async untilPlaying() {
      await until(page, "playing", { isSo: () => recorder.isPlaying() });
    },
    record: () => page.evaluate(() => recorder.record()),
    recording: () => page.evaluate(() => recorder.recording()),
    status: () => page.evaluate(() => recorder.status()),
    async close() {
      await page.close();
      proxy.close();
    },
  };
}
