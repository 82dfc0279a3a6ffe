/** The library in front of a catalogue that is not at its best. */
import { assert, assertEquals } from "@std/assert";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { lectures, startGateway } from "../support/fakes/fake_gateway.ts";
import { openParty, type Party } from "./party.ts";
import { startServer } from "./server.ts";
import { withParty } from "./with_party.ts";

/** One viewer of a development server in front of a gateway as it is in the field. */
async function withGateway(
  options: Parameters<typeof startGateway>[1],
  play: (
    party: Party,
    gateway: ReturnType<typeof startGateway>,
  ) => Promise<void>,
): Promise<void> {
  const gateway = startGateway("field", options);
  const server = await startServer({ env: { API_GATEWAY_URL: gateway.url } });
  const browser = await launchChromium();
  try {
    const { origin } = server;
    await play(await openParty({ browser, origin, viewers: 1 }), gateway);
  } finally {
    await browser.close();
    assertEquals(await server.stop(), 0);
    await gateway.close();
  }
}

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
        // Pictures out of sight are not fetched.
        await pictureOf(title).scrollIntoViewIfNeeded();
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
              error: "Told by its code.",
              code: "gateway_unavailable",
            },
          });
        }),
    }, async ({ viewer }) => {
      const told = viewer(0).getByText(
        "The video library is not responding. Cowatch tries again by itself.",
      );
      await told.waitFor();
      await viewer(0).getByRole("button", { name: /^Sample: Tide/ }).waitFor();
      assertEquals(await told.count(), 0);
    });
  },
);

browserTest(
  "[U11] [U23] a gateway that lists nothing is searched to the end of 190 entries, each fetched once",
  () =>
    withGateway(
      { listsNothing: true, entries: () => lectures(190) },
      async ({ page, viewer }, gateway) => {
        const library = viewer(0);
        await library.getByText("Search for one by title").waitFor();
        const search = library.getByLabel("Search videos");
        await library.getByRole("button", { name: "Search videos" }).click();
        assert(await search.evaluate((one) => one === document.activeElement));
        await search.fill("Lecture");
        await search.press("Enter");

        const asked: string[] = [];
        page.on("request", (request) => {
          const url = new URL(request.url());
          if (url.pathname !== "/api/videos/search") return;
          asked.push(url.searchParams.get("page") ?? "");
        });
        const cards = library.locator(".card-title");
        const more = library.getByRole("button", { name: "Show more" });
        await cards.first().waitFor();
        for (let count = await cards.count(); await more.count() > 0;) {
          await more.click();
          await cards.nth(count).waitFor();
          count = await cards.count();
        }
        const titles = await cards.allTextContents();
        assertEquals(titles.length, 190);
        assertEquals(new Set(titles).size, 190);
        assertEquals(asked, [...new Set(asked)], "no page twice");
        const pages = gateway.calls
          .filter(({ route }) => route === "GET /videos/search")
          .map(({ query }) => JSON.stringify(query));
        assertEquals(pages, [...new Set(pages)], "nor at the gateway");
      },
    ),
);

browserTest(
  "[U26] a gateway without an account leaves samples that play, and the page says why",
  () =>
    withGateway({ isMock: true }, async (party) => {
      const library = party.viewer(0);
      await library.getByText(
        /These are samples\. .*no Kaltura account/,
      )
        .waitFor();
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(1);
    }),
);
