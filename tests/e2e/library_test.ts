/** The library in front of a catalogue that is not at its best. */
import { assertEquals } from "@std/assert";
import { browserTest } from "@/lib/testing/browser.ts";
import { withParty } from "./with_party.ts";

browserTest(
  "[U24] a picture that is not there, or is none, leaves what was drawn; no browser's sign",
  () =>
    withParty({
      viewers: 1,
      prepare: async (page) => {
        await page.route("**/sample-tide/thumb.jpg", (route) =>
          route.fulfill({ status: 404, body: "" }));
        await page.route("**/sample-orbit/thumb.jpg", (route) =>
          route.fulfill({ contentType: "image/jpeg", body: "no picture" }));
      },
    }, async ({ viewer }) => {
      const pictureOf = (title: string) =>
        viewer(0).getByRole("button", { name: new RegExp(`^${title}`) })
          .locator(".card-picture");
      for (const title of ["Sample: Tide", "Sample: Orbit"]) {
        await pictureOf(title).locator("img[hidden]").waitFor({
          state: "attached",
        });
        assertEquals(await pictureOf(title).locator(".icon").isVisible(), true);
      }
      await pictureOf("Sample: Countdown").locator("img").waitFor();
    }),
);
