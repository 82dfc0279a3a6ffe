/**
 * The core of a visit, in every engine as host, with the other engines as
 * guests in the same room.
 */
import { assert, assertEquals } from "@std/assert";
import { ENGINE_NAMES, missingFor, until } from "../support/engines/mod.ts";
import { whyNot } from "./engine_test_case.ts";
import { captionAt } from "./film.ts";
import type { Recorder } from "./recorder_page.ts";
import { FPS, untilAtRest, untilTogether, withRoom } from "./room.ts";

declare const recorder: Recorder;

/** Steps build upon each other: after one that failed the others would say nothing. */
async function step(
  t: Deno.TestContext,
  name: string,
  act: () => Promise<void>,
): Promise<void> {
  if (!await t.step(name, act)) throw new Error(`not "${name}"`);
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
        await step(
          t,
          "a film that is chosen plays for all, together",
          async () => {
            await host.click(cinema.titleOf(FPS));
            for (const seat of all) await seat.untilPlaying();
            await untilTogether(all);
          },
        );
        await step(t, "a pause rests on one picture", async () => {
          await host.click("Pause for everyone");
          await untilAtRest(all);
        });
        await step(t, "a seek leads all to its picture", async () => {
          await host.seek(42);
          await until(host.page, "at 42 s", {
            isSo: () => Math.abs((recorder.shown()?.time ?? 0) - 42) < 0.1,
          });
          const number = await untilAtRest(all);
          assert(Math.abs(number / FPS - 42) < 0.2, `${number / FPS} s`);
        });
        await step(t, "captions are chosen, and go by a key", async () => {
          await host.click("Settings");
          await host.click("English");
          await until(host.page, "captions of its place", {
            argument: captionAt(42),
            isSo: (text) => recorder.captions().includes(text),
          });
          await host.page.press("Escape");
          await until(host.page, "without its menu", {
            isSo: () => !recorder.has("English"),
          });
          await host.page.press("c");
          await until(host.page, "without captions", {
            isSo: () => recorder.captions().length === 0,
          });
        });
        await step(t, "a click on the picture plays", async () => {
          await host.page.click(
            await until(host.page, "a picture", {
              isSo: () => recorder.placeOfPicture(),
            }),
          );
          for (const seat of all) await seat.untilPlaying();
          await untilTogether(all);
        });
        await step(t, "M silences for this viewer", async () => {
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
          await step(
            t,
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
        await step(t, "full screen comes and goes", async () => {
          await host.click("Full screen");
          await until(host.page, "full screen", {
            isSo: () => recorder.isFullScreen(),
          });
          await host.page.press("f");
          await until(host.page, "in its frame again", {
            isSo: () => !recorder.isFullScreen(),
          });
        });
        await step(
          t,
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
