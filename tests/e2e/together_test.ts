/** What friends do beside watching: wait for each other, suggest, talk, come and go. */
import { assert, assertEquals } from "@std/assert";
import { browserTest } from "@/tests/support/browser.ts";
import { openTab } from "./party.ts";
import { withParty } from "./with_party.ts";

browserTest(
  "[E4] the room waits for a viewer whose media does not come, names them, and can go on",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      const second = new URL(party.page.frames()[2]?.url() ?? "").searchParams
        .get("frame_id");
      assert(second);
      await party.page.route("**/samples/**/*.m4s", async (route) => {
        // The second viewer's media never arrives: their requests stay open.
        if (route.request().frame().url().includes(second)) return;
        await route.continue();
      });
      await party.load(0, "Sample: Tide");
      await party.viewer(0).getByText("Waiting for Benny").first().waitFor();
      assertEquals(
        await party.viewer(1).getByRole("button", {
          name: "Go on without waiting",
        })
          .count(),
        0,
        "a guest cannot go on",
      );
      await party.viewer(0).getByRole("button", {
        name: "Go on without waiting",
      })
        .click();
      await party.untilPlaying(1);
    }),
);

browserTest(
  "[E5] a guest suggests, the host puts it on; both are told who did it",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      await party.viewer(1)
        .getByRole("button", { name: "Suggest: Sample: Orbit" }).click();
      await openTab(party.viewer(0), "Queue");
      const entry = party.viewer(0).getByRole("listitem").filter({
        hasText: "Benny",
      }).filter({ hasText: "Sample: Orbit" });
      // Who did it is told for seconds only; both play later than that.
      const told = party.viewer(1).getByText("Ada picked the next video")
        .waitFor();
      await Promise.all([
        told,
        entry.getByRole("button", { name: /^Play now/ }).click(),
      ]);
      await party.untilPlaying(2);
      await party.viewer(0).getByText("Up next").waitFor({ state: "detached" });
    }),
);

browserTest(
  "[E6] [U73] who speaks has a ring, and moves no row; who sits in the channel only is listed apart",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      const benny = party.page.getByRole("region", { name: "Benny’s screen" });
      await benny.getByText("Network, Discord and faults").click();
      const rows = party.viewer(0).locator(".people-list > li");
      const before = await rows.last().boundingBox();
      await benny.getByLabel("Speaking").check();
      await party.viewer(0).getByText("· Speaking").waitFor();
      assert(before);
      assertEquals(await rows.last().boundingBox(), before);
      await party.viewer(0).getByText("In the voice channel").waitFor();
      await party.viewer(0).getByText("Not watching").waitFor();
      await benny.getByLabel("Layout").selectOption("tile");
      await party.viewer(0).getByText("In the background").waitFor();
      assertEquals(
        await party.viewer(1).getByRole("button", { name: /Play for everyone/ })
          .isVisible(),
        false,
        "a tile shows the video only",
      );
    }),
);

browserTest(
  "[E7] refused consent, missing scopes, an old client and a silent one each end in words and a way on",
  () =>
    withParty({ viewers: 1 }, async (party) => {
      const screen = party.page.getByRole("region", { name: "Ada’s screen" });
      const viewer = party.viewer(0);
      await screen.getByText("Network, Discord and faults").click();
      // Each setting opens the Activity anew.
      const set = (label: string, isOn: boolean) =>
        party.reopen(0, () => screen.getByLabel(label).setChecked(isOn));

      await set("Refuse consent", true);
      await viewer.getByText("Cowatch needs your permission").waitFor();
      await set("Refuse consent", false);
      await viewer.getByText("Nothing on yet").waitFor();

      // Discord's extras come after the room; this one needs no scope.
      const extras = viewer.getByRole("button", { name: "Invite" });
      const voices = viewer.getByText("Duck audio when people talk");
      await voices.waitFor();

      await set("Refuse rpc scopes", true);
      await viewer.getByText("Nothing on yet").waitFor();
      await extras.waitFor();
      assertEquals(await voices.count(), 0);

      await set("Refuse rpc scopes", false);
      await voices.waitFor();

      await set("Old client", true);
      await viewer.getByText("Nothing on yet").waitFor();
      await set("Old client", false);
      await voices.waitFor();

      await set("Never ready", true);
      await viewer.getByText("Discord does not answer").waitFor();
      const again = viewer.getByRole("button", { name: "Try again" });
      assert(await again.isEnabled());
    }),
);
