/** A page that an older server had sent. */
import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/support/browser.ts";
import { until } from "../store_contract/store_contract.ts";
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

/** Which of the page's sockets have told of their player. */
function listen(page: Page): Set<unknown> {
  const told = new Set<unknown>();
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      if (String(payload).includes('"player"')) told.add(socket);
    });
  });
  return told;
}

browserTest(
  "[O37] a page of an older build offers to reload before and after a film, not during it, and comes back new; meanwhile it tells nothing that the server may not know",
  async () => {
    let told: ReadonlySet<unknown> = new Set();
    const prepare = (page: Page) => {
      told = listen(page);
      return ageFirstPage(page);
    };
    await withParty({ viewers: 2, prepare }, async (party) => {
      const [old, fresh] = [party.viewer(0), party.viewer(1)];
      const offer = old.getByRole("button", { name: "Reload" });
      await old.getByText("A new version is ready").waitFor();
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      await offer.waitFor({ state: "hidden" });
      await party.untilMoved(0, 1);
      assertEquals(await offer.count(), 0);
      await until(() => told.size > 0, { withinMs: 10_000 });
      await old.getByRole("button", { name: "Pause for everyone" }).click();
      await offer.waitFor();
      assertEquals(await fresh.getByText("A new version").count(), 0);
      assertEquals(told.size, 1, "of two sockets, the new page's");
      await offer.click();
      await old.locator("html:not([data-build=older])").waitFor();
      await old.locator(IN).waitFor();
      assertEquals(await offer.count(), 0);
      await until(() => told.size === 2, { withinMs: 10_000 });
    });
  },
);
