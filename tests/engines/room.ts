/**
 * One room with a viewer in each of some engines, and what they show together.
 * @module
 */
import { assert } from "@std/assert";
import {
  type BrowserEngine,
  type EngineBrowser,
  START_ENGINE,
} from "../support/engines/mod.ts";
import { type Cinema, openCinema } from "./cinema.ts";
import type { Recorder } from "./recorder_page.ts";
import { type Seat, takeSeat } from "./seat.ts";

declare const recorder: Recorder;

/** Frames per second of the film. */
export const FPS = 25;
/** What a phone shows, which an engine that draws in software keeps up with. */
const VIEW = { width: 360, height: 640 };
const WIRE = { upMs: 0, downMs: 0, jitterMs: 0 };
/** Pictures may differ by so much at one look: two frames, and what asking takes. */
const TOGETHER_S = 0.12;

/** Who is there. */
export interface Room {
  host: Seat;
  guests: Seat[];
  all: Seat[];
}

/** Opens a room, acts, and closes all. */
export async function withRoom(
  engines: readonly BrowserEngine[],
  act: (room: Room, cinema: Cinema) => Promise<void>,
): Promise<void> {
  await using cinema = await openCinema({ frameRates: [FPS], durationS: 90 });
  const browsers: EngineBrowser[] = [];
  const seats: Seat[] = [];
  try {
    const instance = `i-${crypto.randomUUID()}`;
    for (const [index, engine] of engines.entries()) {
      const browser = await START_ENGINE[engine]();
      browsers.push(browser);
      const { port } = cinema.server;
      const person = index + 1;
      seats.push(
        await takeSeat(browser, {
          port,
          path: WIRE,
          instance,
          person,
          view: VIEW,
        }),
      );
    }
    const [host, ...guests] = seats;
    assert(host);
    await act({ host, guests, all: seats }, cinema);
  } finally {
    for (const seat of seats) await seat.close();
    for (const browser of browsers) await browser.close();
  }
}

/** Waits until all show the same, moving. @throws {Error} With what they show, when they never do. */
export async function untilTogether(seats: readonly Seat[]): Promise<void> {
  const deadline = performance.now() + 40_000;
  for (;;) {
    const offsets = await Promise.all(seats.map(async ({ page }) => {
      const shown = await page.evaluate(() => {
        const shown = recorder.shown();
        const atMs = performance.timeOrigin + performance.now();
        return shown && { ...shown, atMs };
      });
      if (!shown || shown.paused || shown.counter === null) return NaN;
      return shown.counter / FPS - shown.atMs / 1000;
    }));
    const apartS = Math.max(...offsets) - Math.min(...offsets);
    if (apartS < TOGETHER_S) return;
    if (performance.now() > deadline) {
      const said = await Promise.all(seats.map((seat) => seat.status()));
      throw new Error(`${apartS} s apart: ${said.join("; ")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Waits until all stand on the same picture. @returns Its number. */
export async function untilAtRest(seats: readonly Seat[]): Promise<number> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const shown = await Promise.all(
      seats.map(({ page }) => page.evaluate(() => recorder.shown())),
    );
    const numbers = shown.map((one) => one?.paused ? one.counter : null);
    const known = numbers.filter((number) => number !== null);
    const apart = Math.max(...known) - Math.min(...known);
    if (known.length === seats.length && apart <= 1) return known[0] ?? NaN;
    if (performance.now() > deadline) {
      throw new Error(`not at rest together: ${JSON.stringify(shown)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
