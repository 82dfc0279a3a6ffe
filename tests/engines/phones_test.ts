/** A phone's hardships, emulated in Chromium: no phone was measured. */
import { assert } from "@std/assert";
import { until } from "../support/engines/mod.ts";
import { whyNot } from "./engine_test_case.ts";
import type { Recorder } from "./recorder_page.ts";
import { FPS, type Room, untilTogether, withRoom } from "./room.ts";

declare const recorder: Recorder;

/** Time for which the page is frozen, ms: beyond what counts as a stall. */
const FROZEN_MS = 10_000;

const why = whyNot(["chromium"]);

function phoneTest(name: string, act: (room: Room) => Promise<void>): void {
  Deno.test({
    name: why === null ? name : `${name} (${why})`,
    ignore: why !== null,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () =>
      withRoom(["chromium", "chromium"], async (room, cinema) => {
        await room.host.press(cinema.titleOf(FPS));
        for (const seat of room.all) await seat.untilPlaying();
        await untilTogether(room.all);
        await act(room);
      }),
  });
}

phoneTest(
  "[S36] a processor that is four times slower (emulated) stays with the room",
  async ({ all, guests: [guest] }) => {
    assert(guest?.page.phone);
    await guest.page.phone.slowDown(4);
    await guest.press("Pause for you");
    await guest.press("Back to the room");
    await guest.untilPlaying();
    await untilTogether(all);
    await until(guest.page, "in sync by its own word", {
      isSo: () => recorder.status().startsWith("In sync"),
    });
  },
);

phoneTest(
  "[S14] [S35] a page that was frozen for 10 s (emulated) is with the room again",
  async ({ all, guests: [guest] }) => {
    assert(guest?.page.phone);
    await guest.page.phone.setFrozen(true);
    await new Promise((resolve) => setTimeout(resolve, FROZEN_MS));
    await guest.page.phone.setFrozen(false);
    await untilTogether(all);
  },
);
