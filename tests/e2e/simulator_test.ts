/** The simulator as the tool of who develops this: all that its page promises does something. */
import { assert, assertEquals, assertLess } from "@std/assert";
import type { Page } from "playwright-core";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { IN, openParty, openTab } from "./party.ts";
import { startServer } from "./server.ts";
import { withParty } from "./with_party.ts";

/** One viewer's card with its settings open. */
async function cardOf(page: Page, name: string) {
  const card = page.getByRole("region", { name: `${name}’s screen` });
  await card.getByText("Network, Discord and faults").click();
  return card;
}

browserTest(
  "[E9] [U43] one to eight viewers, added and removed; the host's view carries a badge, and passes on",
  () =>
    withParty({ viewers: 2 }, async ({ page, viewer }) => {
      const ada = page.getByRole("region", { name: "Ada’s screen" });
      const benny = page.getByRole("region", { name: "Benny’s screen" });
      await ada.getByText("Host’s view").waitFor();
      assertEquals(await page.getByText("Host’s view").count(), 1);

      await viewer(0).getByLabel("More: Benny").click();
      await viewer(0).getByRole("button", { name: /^Make host.*Benny/ })
        .click();
      await benny.getByText("Host’s view").waitFor();
      assertEquals(await page.getByText("Host’s view").count(), 1);

      const add = page.getByRole("button", { name: "Add a viewer" });
      for (let count = 3; count <= 8; count++) await add.click();
      assertEquals(await page.locator("iframe[data-viewer]").count(), 8);
      assert(await add.isDisabled());
      for (let n = 2; n < 8; n++) await viewer(n).locator(IN).waitFor();
      const boxes = await page.locator("iframe[data-viewer]").all().then(
        (frames) => Promise.all(frames.map((frame) => frame.boundingBox())),
      );
      for (const box of boxes) {
        assert(box && box.x >= 0 && box.y >= 0, JSON.stringify(box));
        assert(box.x + box.width <= 1600 && box.y + box.height <= 950);
        assert(box.width > 480, "not smaller than need be");
      }
      assert(
        await page.evaluate(() =>
          document.documentElement.scrollHeight <= innerHeight
        ),
      );
      for (let count = 8; count > 0; count--) {
        await page.getByRole("button", { name: /^Leave/ }).first().click();
      }
      await page.getByText("Nobody is here").waitFor();
    }),
);

browserTest(
  "[E9] Share and Invite open Discord's dialogs, and the Activity hears what was done in them",
  () =>
    withParty({ viewers: 2 }, async ({ page, viewer, load }) => {
      await load(0, "Sample: Orbit");
      const ada = page.getByRole("region", { name: "Ada’s screen" });
      const benny = page.getByRole("region", { name: "Benny’s screen" });
      const share = viewer(0).getByRole("button", { name: "Share" });
      await share.click();
      const sharing = ada.getByRole("dialog", { name: "Share Activity" });
      await sharing.getByText("Watch “Sample: Orbit” with me in Cowatch")
        .waitFor();
      await sharing.getByText("Opens this film").waitFor();
      await sharing.getByRole("button", { name: "Send to #film-club" }).click();
      await sharing.waitFor({ state: "detached" });
      await ada.getByText("Shared: Watch “Sample: Orbit”").waitFor();
      await share.click();
      await sharing.getByRole("button", { name: "Close" }).click();
      await ada.getByText("Not shared").waitFor();

      await openTab(viewer(1), "People");
      await viewer(1).getByRole("button", { name: "Invite" }).click();
      const inviting = benny.getByRole("dialog", { name: /^Invite friends/ });
      await inviting.waitFor();
      assertEquals(await inviting.getByRole("listitem").count(), 6);
      await inviting.getByRole("button", { name: "Invite Grace" }).click();
      await viewer(2).locator(IN).waitFor();
      assertEquals(await inviting.getByRole("listitem").count(), 5);
      await inviting.getByRole("button", { name: "Close" }).click();
      await inviting.waitFor({ state: "detached" });
    }),
);

browserTest(
  "[E9] viewers come in one after the other: the first is host, however slowly its page loads",
  async () => {
    const server = await startServer();
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(30_000);
      let opened = 0;
      await page.route("**/?instance_id=**", async (route) => {
        if (opened++ === 0) {
          await new Promise((resolve) => setTimeout(resolve, 1500));
        }
        await route.continue();
      });
      await page.goto(`${server.origin}/simulator?viewers=3`);
      for (let n = 0; n < 3; n++) {
        await page.frameLocator("iframe[data-viewer]").nth(n).locator(IN)
          .waitFor();
      }
      await page.getByRole("region", { name: "Ada’s screen" })
        .getByText("Host’s view").waitFor();
      assertEquals(await page.getByText("Host’s view").count(), 1);
    } finally {
      await browser.close();
      await server.stop();
    }
  },
);

browserTest(
  "[E9] [D7] [U7] what Discord is and does around a viewer reaches the Activity",
  () =>
    withParty({ viewers: 2 }, async ({ page, viewer, reopen }) => {
      const ada = await cardOf(page, "Ada");
      const benny = await cardOf(page, "Benny");
      const root = viewer(0).locator("html");

      // Device and layout outlive a reopening, as they do in Discord.
      await ada.getByLabel("Hot device").check();
      await viewer(0).locator("html[data-heat=hot]").waitFor();
      await ada.getByLabel("Layout").selectOption("grid");
      await viewer(0).locator("html[data-layout=grid]").waitFor();
      await reopen(
        0,
        () => ada.getByRole("button", { name: "Reopen" }).click(),
      );
      await viewer(0).locator("html[data-layout=grid][data-heat=hot]")
        .waitFor();
      await ada.getByLabel("Layout").selectOption("focused");
      await viewer(0).locator("html[data-layout=focused]").waitFor();

      // A link goes through Discord, and no window opens by itself.
      const pages = page.context().pages().length;
      await viewer(0).getByRole("link", { name: "Add Cowatch to your server" })
        .click();
      await ada.getByText("Link: https://discord.com/oauth2/authorize")
        .waitFor();
      assertEquals(page.context().pages().length, pages);

      const time = viewer(0).locator(".card-time").first();
      assertEquals(await time.textContent(), "1:30");
      await reopen(0, () => ada.getByLabel("Locale").selectOption("fi"));
      await viewer(0).getByText("1.30").first().waitFor();
      assertEquals(await root.getAttribute("lang"), "en");

      // Texts of the first language came with the page; others only if needed.
      await reopen(0, () => ada.getByLabel("Locale").selectOption("ar-EG"));
      await viewer(0).locator("html[lang=ar][dir=rtl]").waitFor();
      assertEquals(
        await root.evaluate(() =>
          performance.getEntriesByType("resource").flatMap(({ name }) =>
            /\/texts\/(.+)\.js/.exec(name)?.[1] ?? []
          )
        ),
        ["en", "ar"],
      );
      await reopen(0, () => ada.getByLabel("Locale").selectOption("en-GB"));
      await viewer(0).getByText("1:30").first().waitFor();

      // Who leaves the voice channel is not heard any more.
      const talks = viewer(0).getByText("· Speaking");
      await benny.getByLabel("Speaking").check();
      await talks.waitFor();
      await benny.getByLabel("In the voice channel").uncheck();
      await talks.waitFor({ state: "detached" });
      await benny.getByLabel("Speaking").check();
      assert(await benny.getByLabel("In the voice channel").isChecked());

      for (const screen of ["phone", "small phone", "phone on its side"]) {
        await reopen(0, () => ada.getByLabel("Screen").selectOption(screen));
        await viewer(0).getByText("Nothing on yet").waitFor();
        const address = await page.locator("iframe[data-viewer]").first()
          .getAttribute("src");
        assert(address?.includes("platform=mobile"), `${address}`);
      }
      const { width = 0, height = 0 } =
        await page.locator("iframe[data-viewer]").first().boundingBox() ?? {};
      assertLess(height, width, "it lies on its side");
    }),
);

browserTest(
  "[E9] offline, a wrong clock and a slow network act on one viewer; the graph draws the skew",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      const { page, viewer } = party;
      const benny = await cardOf(page, "Benny");
      await benny.getByLabel("Round trip").fill("300");
      await benny.getByLabel("Jitter").fill("50");
      await benny.getByLabel("Clock error").fill("3600");
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      await page.waitForFunction(() =>
        document.querySelector(".skew-graph path")?.getAttribute("d")
      );
      const skewMs = await page.locator("[data-skew-ms]").getAttribute(
        "data-skew-ms",
      );
      assert(Number(skewMs) < 3000, "an hour of clock error is no skew");

      await openTab(viewer(0), "People");
      await benny.getByLabel("Offline").check();
      await viewer(0).getByText("Reconnecting").first().waitFor();
      await benny.getByLabel("Offline").uncheck();
      await viewer(0).getByText("Reconnecting").first().waitFor({
        state: "detached",
      });
    }),
);

browserTest(
  "[D8] who sees the video stutter is asked by Discord for hardware acceleration",
  () =>
    withParty({ viewers: 1 }, async (party) => {
      const { page } = party;
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(1);
      await page.frames()[1]?.evaluate(() => {
        // As a processor that is too slow: every second frame is lost.
        let frames = 0;
        HTMLVideoElement.prototype.getVideoPlaybackQuality = () => {
          frames += 120;
          return {
            totalVideoFrames: frames,
            droppedVideoFrames: frames / 2,
          } as VideoPlaybackQuality;
        };
      });
      await page.getByText("Hardware acceleration suggested").waitFor({
        timeout: 30_000,
      });
    }),
);

browserTest(
  "[A12] a session that has ended is replaced while somebody watches; they see nothing of it",
  () =>
    withParty({ viewers: 1 }, async ({ page, viewer }) => {
      let refused = 0;
      await page.route("**/api/videos/search?**", async (route) => {
        if (refused++ > 0) return await route.continue();
        await route.fulfill({
          status: 401,
          json: { error: "Your sign-in has expired.", code: "session_expired" },
        });
      });
      const resumed = page.waitForResponse("**/api/resume");
      await viewer(0).getByLabel("Search videos").fill("Tide");
      await viewer(0).getByRole("button", { name: "Search" }).click();
      assertEquals((await resumed).status(), 200);
      await viewer(0).getByRole("button", { name: /^Sample: Orbit/ }).waitFor({
        state: "detached",
      });
      await viewer(0).getByRole("button", { name: /^Sample: Tide/ }).waitFor();
      assertEquals(await viewer(0).getByText("expired").count(), 0);
      assertLess(1, refused);
    }),
);

browserTest(
  "[D9] a room that does not answer is told of, with a way on; when it comes by itself all is well",
  () =>
    withParty({ viewers: 1 }, async ({ page, viewer, reopen }) => {
      let isClosed = true;
      await page.route("**/api/room/ticket", async (route) => {
        if (isClosed) await route.abort();
        else await route.continue();
      });
      await reopen(
        0,
        () => page.getByRole("button", { name: "Reopen" }).click(),
      );
      await viewer(0).getByText("Joining the room").waitFor();
      await viewer(0).getByText("The room does not answer").waitFor();
      const again = viewer(0).getByRole("button", { name: "Try again" });
      assert(await again.isEnabled());
      isClosed = false;
      await viewer(0).getByText("Nothing on yet").waitFor({ timeout: 40_000 });
    }),
);

browserTest(
  "[P17] a device keeps nothing of anybody: not while they watch, not when they have left",
  async () => {
    const server = await startServer();
    const browser = await launchChromium();
    try {
      const party = await openParty({
        browser,
        origin: server.origin,
        viewers: 2,
      });
      const { page, viewer } = party;
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      // What a person sets is theirs to keep.
      await viewer(0).getByRole("button", { name: /^Mute/ }).click();
      const kept = () =>
        page.evaluate(async () => ({
          local: { ...localStorage },
          session: { ...sessionStorage },
          cookie: document.cookie,
          databases: (await indexedDB.databases()).map(({ name }) => name),
          caches: await caches.keys(),
        }));
      const looks = [await kept()];
      for (let left = 2; left > 0; left--) {
        await page.getByRole("button", { name: /^Leave/ }).first().click();
      }
      await page.getByText("Nobody is here").waitFor();
      looks.push(await kept());
      for (const { local, session, cookie, databases, caches } of looks) {
        assertEquals(
          Object.keys(local).filter((key) => key !== "cowatch-volume"),
          [],
        );
        assertEquals(Object.keys(JSON.parse(local["cowatch-volume"] ?? "{}")), [
          "volume",
          "muted",
          "isDucking",
        ]);
        assertEquals([session, cookie, databases, caches], [{}, "", [], []]);
      }
      assertEquals(await page.context().cookies(), []);
    } finally {
      await browser.close();
      await server.stop();
    }
    for (const word of ["Benny", "100000000000000001", "100000000000000002"]) {
      assert(!server.log().includes(word), `the log knows ${word}`);
    }
  },
);
