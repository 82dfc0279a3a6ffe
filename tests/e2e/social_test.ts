/** What people in a room do with each other: who may stay, who has the remote, what comes next, who is back. */
import { assertEquals } from "@std/assert";
import { browserTest } from "@/tests/support/browser.ts";
import { IN, openTab } from "./party.ts";
import { withParty } from "./with_party.ts";

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
