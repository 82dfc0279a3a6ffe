/** What a bot's link does, in the simulator. */
import { assert, assertEquals } from "@std/assert";
import { browserTest } from "@/tests/support/browser.ts";
import { CAST } from "@/lib/shared/cast.ts";
import { IN } from "./party.ts";
import { withParty } from "./with_party.ts";

const [, benny] = CAST;
assert(benny);

browserTest(
  "[P20] [P19] a bot's link opens its video, and who asked for it is host when they come",
  () =>
    withParty({
      viewers: 1,
      query: {
        metadata: JSON.stringify({
          videoId: "sample-tide",
          partnerId: "123",
          creatorId: benny.id,
        }),
      },
    }, async (party) => {
      const { page, viewer } = party;
      await viewer(0).getByRole("heading", { name: "Sample: Tide" }).waitFor();
      await party.untilPlaying(1);
      const ada = page.getByRole("region", { name: "Ada’s screen" });
      await ada.getByText("Host’s view").waitFor();

      await page.getByRole("button", { name: "Add a viewer" }).click();
      await page.getByRole("region", { name: "Benny’s screen" })
        .getByText("Host’s view").waitFor();
      await viewer(0).getByText("Benny took over as host").waitFor();
      await viewer(0).getByRole("button", { name: "Pause for you" }).waitFor();
      await viewer(1).locator(IN).waitFor();
      await party.untilPlaying(2);
      assertEquals(await page.getByText("Host’s view").count(), 1);
    }),
);

browserTest(
  "[P19] the word of a bot's button opens its video; a video that is not there is told",
  async () => {
    await withParty(
      { viewers: 1, query: { custom_id: "discord_activity_sample-orbit" } },
      async (party) => {
        await party.viewer(0).getByRole("heading", { name: "Sample: Orbit" })
          .waitFor();
        await party.untilPlaying(1);
      },
    );
    await withParty(
      { viewers: 1, query: { custom_id: "discord_activity_1_gone" } },
      async ({ viewer }) => {
        await viewer(0).getByText(/not there, or not for you/).waitFor();
        await viewer(0).getByText("Nothing on yet").waitFor();
      },
    );
  },
);
