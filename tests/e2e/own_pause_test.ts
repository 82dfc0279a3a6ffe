/** A viewer who stops for themselves, by button, key and media key; and the room that goes on. */
import { assert, assertEquals, assertLess } from "@std/assert";
import type { FrameLocator, Page } from "playwright-core";
import { browserTest } from "@/tests/support/browser.ts";
import { percentile } from "@/lib/shared/stats.ts";
import { openTab } from "./party.ts";
import { withParty } from "./with_party.ts";

/** Makes frames let a test press media keys, which no script can. */
async function prepare(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const handlers = new Map<string, MediaSessionActionHandler | null>();
    const { mediaSession } = navigator;
    const set = mediaSession.setActionHandler.bind(mediaSession);
    mediaSession.setActionHandler = (action, handler) => {
      handlers.set(action, handler);
      set(action, handler);
    };
    Object.assign(globalThis, {
      pressMediaKey: (action: MediaSessionAction) =>
        handlers.get(action)?.({ action }),
    });
  });
}

// Runs in a frame: what `prepare` puts there.
declare function pressMediaKey(action: MediaSessionAction): void;

function mediaKey(
  frame: FrameLocator,
  action: MediaSessionAction,
): Promise<void> {
  return frame.locator("body").evaluate(
    (_body, action) => pressMediaKey(action),
    action,
  );
}

browserTest(
  "[U8] a guest pauses for themselves; the room goes on, waits for nobody, and takes them back",
  () =>
    withParty({ viewers: 2, prepare }, async (party) => {
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      const [host, guest] = [party.viewer(0), party.viewer(1)];
      await guest.getByRole("button", { name: "Pause for you" }).click();
      await guest.getByText("Paused for you").first().waitFor();
      await openTab(host, "People");
      await host.getByText("Paused for themselves").waitFor();
      const [, stood] = await party.times();

      // A seek while playing opens a gate: nobody waits five seconds for who is away.
      const slider = host.getByRole("slider", { name: "Place in the video" });
      const sought = performance.now();
      await slider.fill("60");
      await slider.press("Enter");
      await party.page.waitForFunction(() => {
        const video = document.querySelector<HTMLIFrameElement>(
          "iframe[data-viewer]",
        )?.contentDocument?.querySelector("video");
        return video && !video.paused && video.currentTime > 60.2;
      });
      assertLess(
        performance.now() - sought,
        4500,
        "the gate ran its whole time",
      );
      const [, stands] = await party.times();
      assertEquals(stands, stood, "who has paused is left alone");

      // The key that paused brings them back, too.
      await guest.getByRole("button", { name: "Back to the room" }).first()
        .press("k");
      await party.untilPlaying(2);
      await guest.getByText("In sync").first().waitFor();
      await host.getByText("Paused for themselves").waitFor({
        state: "detached",
      });
      await party.measure(1500);
      assertLess(percentile(await party.measure(3000), 0.95), 100);
    }),
);

browserTest(
  "[W27] media keys are the room's remote for the host, and a guest's own pause",
  () =>
    withParty({ viewers: 2, prepare }, async (party) => {
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      const [host, guest] = [party.viewer(0), party.viewer(1)];
      const title = await host.locator("body").evaluate(() =>
        navigator.mediaSession.metadata?.title
      );
      assert(title?.startsWith("Sample: Tide"), title);
      await mediaKey(guest, "pause");
      await party.untilPaused(1);
      await openTab(host, "People");
      await host.getByText("Paused for themselves").waitFor();
      await party.untilMoved(0, 1);
      await mediaKey(guest, "play");
      await party.untilPlaying(2);
      await mediaKey(host, "pause");
      await party.untilPaused(2);
      await mediaKey(guest, "play");
      await mediaKey(host, "seekforward");
      await guest.getByText("Ada jumped to").first()
        .waitFor();
      // Had the guest's key been a press for all, the room would play or wait to.
      for (const name of ["Pause for everyone", "Go on without waiting"]) {
        assertEquals(await host.getByRole("button", { name }).count(), 0, name);
      }
      await mediaKey(host, "play");
      await party.untilPlaying(2);
    }),
);

browserTest(
  "[U8] a host who has paused for themselves is back with their next deed",
  () =>
    withParty({ viewers: 2, prepare }, async (party) => {
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      const host = party.viewer(0);
      await host.locator("summary.sync-word").click();
      await host.getByRole("button", { name: "Pause for you" }).click();
      await host.getByRole("button", { name: "Back to the room" }).first()
        .waitFor();
      await party.untilMoved(1, 1);
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(2);
    }),
);
