/** One viewer whose media is not the room's: told to them, seen by the others, and nobody else is stopped. */
import { assert, assertEquals } from "@std/assert";
import type { Route } from "playwright-core";
import { browserTest } from "@/tests/support/browser.ts";
import { openTab, type Party } from "./party.ts";
import { withParty } from "./with_party.ts";

/** Runs a party of two; `spoil` answers what the second viewer's page asks for in its player. */
function partyTest(
  name: string,
  options: {
    spoil: (route: Route) => Promise<void>;
    act: (party: Party) => Promise<void>;
  },
) {
  browserTest(name, () =>
    withParty({
      viewers: 2,
      prepare: (page) =>
        page.route("**/samples/**/*.m3u8", async (route) => {
          // The page itself, the first viewer, the second.
          const [, , second] = page.frames();
          if (route.request().frame() === second) await options.spoil(route);
          else await route.continue();
        }),
    }, async (party) => {
      await party.load(0, "Sample: Tide");
      await options.act(party);
    }));
}

partyTest(
  "[W23] a copy that is shorter is told to its viewer and to the others, and plays",
  {
    async spoil(route) {
      const response = await route.fetch();
      const lines = (await response.text()).split("\n");
      const segments = lines.flatMap((line, n) =>
        line.startsWith("#EXTINF") ? [n] : []
      );
      const cut = segments.at(-4);
      const body = cut === undefined
        ? lines.join("\n")
        : [...lines.slice(0, cut), "#EXT-X-ENDLIST", ""].join("\n");
      await route.fulfill({ response, body });
    },
    async act(party) {
      await party.viewer(1).getByText(/shorter than the room’s/).waitFor();
      await openTab(party.viewer(0), "People");
      await party.viewer(0).getByText("Different version").waitFor();
      await party.untilPlaying(2);
    },
  },
);

partyTest(
  "[W24] a viewer whose media fails reads why and how to go on; the other plays, and sees who it is",
  {
    spoil: (route) => route.fulfill({ status: 404, body: "" }),
    async act(party) {
      await openTab(party.viewer(0), "People");
      await party.viewer(0).getByText("Cannot play this video").waitFor();
      await party.untilPlaying(1);
      const second = party.viewer(1);
      const alert = second.getByRole("alert");
      await alert.first().waitFor();
      const words = (await alert.allInnerTexts()).join(" ");
      assert(/video/i.test(words), words);
      await second.getByRole("button", { name: /Try again/ }).waitFor();
    },
  },
);

browserTest(
  "[U25] a play that fails for a while is tried again without a press, and says so meanwhile",
  () => {
    let refused = 0;
    return withParty({
      viewers: 1,
      prepare: (page) =>
        page.route("**/api/videos/*/play", async (route) => {
          if (refused++ > 2) return await route.continue();
          await route.fulfill({
            status: 503,
            json: { error: "Told by its code.", code: "gateway_busy" },
          });
        }),
    }, async (party) => {
      await party.load(0, "Sample: Tide");
      const told = party.viewer(0).getByText(
        "The video library is busy. Cowatch tries again by itself.",
      );
      await told.waitFor();
      await party.untilPlaying(1);
      await told.waitFor({ state: "detached" });
      assert(refused > 3);
    });
  },
);

browserTest(
  "[U25] a permission that has ended when the media is asked for is followed by a new one",
  () => {
    const plays: string[] = [];
    return withParty({
      viewers: 1,
      prepare: async (page) => {
        page.on("request", (request) => {
          if (!request.url().endsWith("/play")) return;
          plays.push(request.postData() ?? "");
        });
        // The first two permissions are worth nothing.
        await page.route("**/sample-tide/master.m3u8", async (route) => {
          if (plays.length > 2) return await route.continue();
          await route.fulfill({
            status: 410,
            json: {
              error: "Your permission has run out.",
              code: "media_expired",
            },
          });
        });
      },
    }, async (party) => {
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(1);
      // Each but the first says that the one before was refused.
      const asked = plays.map((body) => body.includes("renewal"));
      assertEquals(asked, [false, true, true]);
    });
  },
);
