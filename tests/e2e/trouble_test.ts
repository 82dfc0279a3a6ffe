/** One viewer whose media is not the room's: told to them, seen by the others, and nobody else is stopped. */
import { assert } from "@std/assert";
import type { Route } from "playwright-core";
import { browserTest } from "@/lib/testing/browser.ts";
import type { Party } from "./party.ts";
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
      await party.viewer(1).getByText(/shorter than the room's/).waitFor();
      await party.viewer(0).getByText("Has another copy").waitFor();
      await party.untilPlaying(2);
    },
  },
);

partyTest(
  "[W24] a viewer whose media fails reads why and how to go on; the other plays, and sees who it is",
  {
    spoil: (route) => route.fulfill({ status: 404, body: "" }),
    async act(party) {
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
