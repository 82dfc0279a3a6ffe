/** The picture in a window of its own, from the controls. */
import { assertLess } from "@std/assert";
import { browserTest } from "@/tests/support/browser.ts";
import { percentile } from "@/lib/shared/stats.ts";
import { withParty } from "./with_party.ts";

browserTest(
  "[W25] the picture goes into a window of its own, plays on with the room, and comes back",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      const until = (isOut: boolean) =>
        party.page.waitForFunction((isOut) => {
          const frame = document.querySelector<HTMLIFrameElement>(
            "iframe[data-viewer]",
          );
          const shown = frame?.contentDocument?.pictureInPictureElement;
          return Boolean(shown) === isOut;
        }, isOut);
      const host = party.viewer(0);
      await host.getByRole("button", { name: "Picture in picture" }).click();
      await until(true);
      await party.untilMoved(0, 0.5);
      await party.measure(1500);
      assertLess(percentile(await party.measure(3000), 0.95), 100);
      await host.getByRole("button", { name: "Back from picture in picture" })
        .press("p");
      await until(false);
      await host.getByRole("button", { name: "Picture in picture" }).waitFor();
    }),
);
