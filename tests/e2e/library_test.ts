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

browserTest(
  "[U25] a library that does not answer comes by itself, and says so meanwhile",
  () => {
    let refused = 0;
    return withParty({
      viewers: 1,
      prepare: (page) =>
        page.route("**/api/videos?**", async (route) => {
          if (refused++ > 2) return await route.continue();
          await route.fulfill({
            status: 502,
            json: {
              error: "The library is away.",
              code: "gateway_unavailable",
            },
          });
        }),
    }, async ({ viewer }) => {
      const told = viewer(0).getByText(
        "The library is away. Cowatch tries again by itself.",
      );
      await told.waitFor();
      await viewer(0).getByRole("button", { name: /^Sample: Tide/ }).waitFor();
      assertEquals(await told.count(), 0);
    });
  },
);
