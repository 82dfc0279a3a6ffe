/** A page that an older server had sent. */
import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/support/browser.ts";
import { IN } from "./party.ts";
import { withParty } from "./with_party.ts";

/** Makes the first viewer's page name another build; what it loads later is this build's. */
async function ageFirstPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const isViewer = location.search.includes("frame_id");
    if (!isViewer || sessionStorage.getItem("aged")) return;
    sessionStorage.setItem("aged", "yes");
    // Parsed, and no module has run yet.
    document.addEventListener("readystatechange", () => {
      document.documentElement.dataset.build = "older";
    }, { once: true });
  });
}

browserTest(
  "[O37] a page of an older build offers to reload before and after a film, not during it, and comes back new",
  () =>
    withParty({ viewers: 2, prepare: ageFirstPage }, async (party) => {
      const [old, fresh] = [party.viewer(0), party.viewer(1)];
      const offer = old.getByRole("button", { name: "Reload" });
      await old.getByText("A new version is ready").waitFor();
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      await offer.waitFor({ state: "hidden" });
      await party.untilMoved(0, 1);
      assertEquals(await offer.count(), 0);
      await old.getByRole("button", { name: "Pause for everyone" }).click();
      await offer.waitFor();
      assertEquals(await fresh.getByText("A new version").count(), 0);
      await offer.click();
      await old.locator("html:not([data-build=older])").waitFor();
      await old.locator(IN).waitFor();
      assertEquals(await offer.count(), 0);
    }),
);
