/** Captions of a sample, chosen by one viewer and shown to that viewer only. */
import { assertEquals } from "@std/assert";
import { browserTest } from "@/tests/support/browser.ts";
import { withParty } from "./with_party.ts";

browserTest(
  "[W5] a viewer who chooses captions reads what belongs to the place; the other does not",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      await party.load(0, "Sample: Countdown");
      await party.untilPlaying(2);
      const [host, guest] = [party.viewer(0), party.viewer(1)];
      await host.getByRole("button", { name: "Pause for everyone" }).click();
      await party.untilPaused(2);
      const slider = host.getByRole("slider", { name: "Place in the video" });
      await slider.fill("18");
      await slider.press("Enter");
      await guest.getByLabel("Settings").click();
      await guest.getByRole("radio", { name: "Español" }).check();
      await party.page.waitForFunction(() => {
        const frames = document.querySelectorAll<HTMLIFrameElement>(
          "iframe[data-viewer]",
        );
        const video = frames[1]?.contentDocument?.querySelector("video");
        return [...video?.textTracks ?? []]
          .flatMap((track) => [...track.activeCues ?? []])
          .some((cue) => (cue as VTTCue).text === "Quedan 42 segundos");
      });
      const seen = await host.locator("video").evaluate((video) =>
        [...(video as HTMLVideoElement).textTracks]
          .filter(({ mode }) => mode === "showing").length
      );
      assertEquals(seen, 0);
    }),
);
