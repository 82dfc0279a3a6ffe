/** What people in a room do with each other: who may stay, who has the remote, what comes next, who is back. */
import { assertEquals } from "@std/assert";
import { browserTest } from "@/tests/support/browser.ts";
import { IN, openTab } from "./party.ts";
import { withParty } from "./with_party.ts";

browserTest(
  "[G13] [U82] [U84] everyone is asked whether they are back; once all are, the film goes on",
  () =>
    withParty({ viewers: 3 }, async (party) => {
      const [ada, ben, cy] = [0, 1, 2].map((index) => party.viewer(index));
      if (!ada || !ben || !cy) throw new Error("three people");
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(3);
      await ada.getByRole("button", { name: "Pause for everyone" }).click();
      await party.untilPaused(3);
      await openTab(ada, "People");
      await ada.getByRole("button", { name: "Everyone back?" }).click();
      const card = (frame: typeof ada, text: string) =>
        frame.locator(".waiting", { hasText: text });
      const question = "Ada asks: are you back?";
      await card(ben, question).waitFor();
      await card(ada, "Waiting for Benny and Chidi").waitFor();
      await ben.getByRole("button", { name: "I’m back" }).click();
      await card(ben, "Waiting for Chidi").waitFor();
      await card(ada, "Waiting for Chidi").waitFor();
      assertEquals(await card(ben, question).count(), 0);
      await cy.getByRole("button", { name: "I’m back" }).click();
      await party.untilPlaying(3);
      assertEquals(await ada.locator(".waiting").count(), 0);

      // Where it is not wanted the film stands still, and that is said.
      await ada.getByRole("button", { name: "Pause for everyone" }).click();
      await party.untilPaused(3);
      await ada.getByLabel("Play once everyone is").uncheck();
      await ada.getByRole("button", { name: "Everyone back?" }).click();
      for (const frame of [ben, cy]) {
        await frame.getByRole("button", { name: "I’m back" }).click();
      }
      await ada.getByText("Everyone is back").waitFor();
      await ada.getByRole("button", { name: "Play for everyone" }).waitFor();
    }),
);

browserTest(
  "[Q9] [Q11] [U85] two people vote and both see it; the host sorts by votes, and takes that back",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      const [ada, ben] = [party.viewer(0), party.viewer(1)];
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      await openTab(ben, "Library");
      for (const title of ["Orbit", "Countdown"]) {
        await ben.getByRole("button", {
          name: new RegExp(`^Suggest.*${title}`),
        })
          .click();
      }
      await openTab(ada, "Queue");
      await openTab(ben, "Queue");
      const vote = (frame: typeof ada, title: string, count: string) =>
        frame.getByRole("button", {
          name: new RegExp(`^Vote for .*${title}.*: ${count}$`),
        });
      const order = async (...titles: string[]) => {
        for (const [index, title] of titles.entries()) {
          await ada.locator(".queue-list li").nth(index)
            .getByText(new RegExp(title)).waitFor();
        }
      };
      await order("Orbit", "Countdown");
      await vote(ben, "Countdown", "0 votes").click();
      await vote(ada, "Countdown", "1 vote").click();
      for (const frame of [ada, ben]) {
        const voted = vote(frame, "Countdown", "2 votes");
        await voted.waitFor();
        assertEquals(await voted.getAttribute("aria-pressed"), "true");
      }
      await order("Orbit", "Countdown");
      await ada.getByRole("button", { name: "Sort by votes" }).click();
      await order("Countdown", "Orbit");
      await ben.getByText("Ada sorted the list by votes").waitFor();
      assertEquals(
        await ben.getByRole("button", { name: "Sort by votes" }).count(),
        0,
      );
      await ada.getByRole("button", { name: "Undo" }).click();
      await order("Orbit", "Countdown");
      await vote(ben, "Countdown", "2 votes").click();
      await vote(ada, "Countdown", "1 vote").waitFor();
    }),
);

browserTest(
  "[R92] [R96] [U72] a guest asks for the remote, gets it with one press, plays, and gives it back",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      const [ada, ben] = [party.viewer(0), party.viewer(1)];
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      await openTab(ben, "People");
      await ben.getByRole("button", { name: "Ask for it" }).click();
      await ada.getByRole("button", { name: "Give the remote" }).click();
      await ben.getByText("You and Ada have the remote.").waitFor();
      await openTab(ada, "People");
      await ada.locator(".people-list li", { hasText: "Benny" })
        .getByText("Co-host").waitFor();
      await ben.getByRole("button", { name: "Pause for everyone" }).click();
      await party.untilPaused(2);
      await ada.getByRole("button", { name: "Play for everyone" }).waitFor();

      await ada.getByLabel("More: Benny").click();
      await ada.getByRole("button", { name: /^Take the remote back.*Benny/ })
        .click();
      await ben.getByText("Ada has the remote.").waitFor();
      await ben.getByRole("button", {
        name: "Play for everyone",
        disabled: true,
      })
        .waitFor();
    }),
);

browserTest(
  "[R93] [R94] [U80] the host removes a person, who reads by whom, does not get in again, and does once it is taken back",
  () =>
    withParty({ viewers: 2 }, async ({ viewer }) => {
      const [ada, ben] = [viewer(0), viewer(1)];
      const remove = async () => {
        await openTab(ada, "People");
        await ada.getByLabel("More: Benny").click();
        await ada.getByRole("button", { name: /^Remove from the room.*Benny/ })
          .click();
      };
      const removed = ben.getByText("You were removed");
      await remove();
      await removed.waitFor();
      await ben.getByText(
        "Ada removed you from this room. Wait 10 minutes.",
      ).waitFor();
      await ada.locator(".people-list li", { hasText: "Benny" })
        .waitFor({ state: "detached" });
      await ben.getByRole("button", { name: "Try again" }).click();
      await ben.getByText(/^Ada removed you from this room/).waitFor();
      await removed.waitFor();
      assertEquals(await ben.locator(IN).count(), 0);

      await ada.getByText("You removed Benny from the room").waitFor();
      await ada.getByRole("button", { name: "Undo" }).click();
      await ada.getByText("You took that back").waitFor();
      await ben.getByRole("button", { name: "Try again" }).click();
      await ben.locator(IN).waitFor();
      await ada.locator(".people-list li", { hasText: "Benny" }).waitFor();
    }),
);
