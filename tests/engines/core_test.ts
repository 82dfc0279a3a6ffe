/**
 * The core of a visit, in every engine as host, with the other engines as
 * guests in the same room.
 */
import { assert, assertEquals } from "@std/assert";
import {
  type BrowserEngine,
  ENGINE_NAMES,
  type EngineBrowser,
  missingFor,
  START_ENGINE,
  until,
} from "../support/engines/mod.ts";
import { type Cinema, openCinema } from "./cinema.ts";
import { whyNot } from "./engine_test_case.ts";
import type { Recorder } from "./recorder_page.ts";
import { type Seat, takeSeat } from "./seat.ts";

declare const recorder: Recorder;

const FPS = 25;
/** What a phone shows, which an engine that draws in software keeps up with. */
const VIEW = { width: 360, height: 640 };
const WIRE = { upMs: 0, downMs: 0, jitterMs: 0 };
/** Pictures may differ by so much at one look: two frames, and what asking takes. */
const TOGETHER_S = 0.12;

interface Room {
  host: Seat;
  guests: Seat[];
  all: Seat[];
}

async function withRoom(
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
async function untilTogether(seats: readonly Seat[]): Promise<void> {
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
async function untilAtRest(seats: readonly Seat[]): Promise<number> {
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

for (const first of ENGINE_NAMES) {
  const others = ENGINE_NAMES.filter((engine) =>
    engine !== first && missingFor(engine) === null
  );
  const why = whyNot([first]);
  Deno.test({
    name:
      `[E1] [U8] [U12] [U14] in ${first}, with guests in other engines: load, play, pause, seek, own pause, keys, full screen${
        why === null ? "" : ` (${why})`
      }`,
    ignore: why !== null,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: (t) =>
      withRoom([first, ...others], async ({ host, guests, all }, cinema) => {
        await t.step(
          "a film that is chosen plays for all, together",
          async () => {
            await host.click(cinema.titleOf(FPS));
            for (const seat of all) await seat.untilPlaying();
            await untilTogether(all);
          },
        );
        await t.step("a pause rests on one picture", async () => {
          await host.click("Pause for everyone");
          await untilAtRest(all);
        });
        await t.step("a seek leads all to its picture", async () => {
          await host.seek(40);
          await until(host.page, "at 40 s", {
            isSo: () => Math.abs((recorder.shown()?.time ?? 0) - 40) < 0.1,
          });
          const number = await untilAtRest(all);
          assert(Math.abs(number / FPS - 40) < 0.2, `${number / FPS} s`);
        });
        await t.step("a click on the picture plays", async () => {
          await host.page.click(
            await until(host.page, "a picture", {
              isSo: () => recorder.placeOfPicture(),
            }),
          );
          for (const seat of all) await seat.untilPlaying();
          await untilTogether(all);
        });
        await t.step("M silences for this viewer", async () => {
          const before = await host.page.evaluate(() =>
            recorder.shown()?.muted
          );
          await host.page.press("m");
          await until(host.page, "silenced or heard", {
            argument: before ?? false,
            isSo: (before) => recorder.shown()?.muted === !before,
          });
        });
        for (const guest of guests) {
          await t.step(
            "a guest pauses for themselves, and comes back",
            async () => {
              await guest.click("Pause for you");
              await until(guest.page, "paused", {
                isSo: () => recorder.shown()?.paused === true,
              });
              assertEquals(
                await host.page.evaluate(() => recorder.shown()?.paused),
                false,
              );
              await guest.click("Back to the room");
              await guest.untilPlaying();
              await untilTogether([host, guest]);
            },
          );
        }
        await t.step("full screen comes and goes", async () => {
          await host.click("Full screen");
          await until(host.page, "full screen", {
            isSo: () => recorder.isFullScreen(),
          });
          await host.page.press("f");
          await until(host.page, "in its frame again", {
            isSo: () => !recorder.isFullScreen(),
          });
        });
        await t.step(
          "nothing is wider than its frame; a window of its own is offered where there is one",
          async () => {
            assertEquals(
              await host.page.evaluate(() => recorder.overflow()),
              0,
            );
            assertEquals(
              await host.page.evaluate(() =>
                recorder.has("Picture in picture") ===
                  recorder.hasOwnWindow()
              ),
              true,
            );
          },
        );
      }),
  });
}
