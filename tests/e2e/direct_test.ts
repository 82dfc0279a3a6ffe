/** Production with a Kaltura account and no gateway, inside a page that behaves as Discord does. */
import { assert, assertEquals } from "@std/assert";
import type { FrameLocator, Page } from "playwright-core";
import { CAST } from "@/lib/shared/cast.ts";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { startAllKaltura } from "../support/fakes/all_kaltura.ts";
import { KALTURA_CANARY } from "../support/fakes/kaltura_sessions.ts";
import { APP, closeBrowser, startDiscord } from "./discord_proxy.ts";
import { openTab } from "./party.ts";
import { startServer } from "./server.ts";

/** Waits until a frame's video has played beyond a place, s. */
function untilPlayed(activity: FrameLocator, place: number): Promise<void> {
  return activity.locator("video").evaluate(async (video, place) => {
    const { currentTime, paused } = video as HTMLVideoElement;
    let [at, isPaused] = [currentTime, paused];
    while (isPaused || at < place) {
      await new Promise(requestAnimationFrame);
      ({ currentTime: at, paused: isPaused } = video as HTMLVideoElement);
    }
  }, place);
}

/** Waits until a frame's video shows a caption. */
function untilRead(activity: FrameLocator, words: string): Promise<void> {
  return activity.locator("video").evaluate(async (video, words) => {
    const shown = () =>
      [...(video as HTMLVideoElement).textTracks]
        .flatMap((track) => [...track.activeCues ?? []])
        .map((cue) => (cue as VTTCue).text);
    while (!shown().includes(words)) {
      await new Promise(requestAnimationFrame);
    }
  }, words);
}

/** Every address that a page asks for. */
function addressesOf(page: Page): string[] {
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  return addresses;
}

browserTest(
  "[V35] [W45] [W49] in Discord, a Kaltura account without a gateway plays a video that needs each viewer's own KS; its plays are reported",
  async () => {
    await using kaltura = await startAllKaltura({
      entries: [
        {
          id: "0_mp4",
          name: "Entitled <b>lecture</b>",
          duration: 90,
          isProtected: true,
          chapters: [
            { startTime: 0, title: "Welcome" },
            { startTime: 40_000, title: "Proof" },
          ],
          captions: [{
            id: "1_cap",
            languageCode: "en",
            language: "English",
            label: "English",
          }],
        },
        { id: "0_picture", name: "A picture", mediaType: 2 },
        { id: "0_other", name: "Not tonight" },
      ],
      playlists: [{ id: "1_list", name: "Evening", entryIds: ["0_mp4"] }],
    });
    const { api, front, mappings } = kaltura;
    const discord = await startDiscord({ mappings });
    const { id, token } = api.account.appToken;
    const server = await startServer({
      env: {
        NODE_ENV: "production",
        DISCORD_CLIENT_ID: APP.clientId,
        DISCORD_CLIENT_SECRET: APP.clientSecret,
        DISCORD_BOT_TOKEN: "canary-bot-token",
        DISCORD_API_URL: discord.apiUrl,
        SESSION_SECRET: "canary-session-secret-of-32-bytes-",
        KALTURA_PARTNER_ID: api.account.partnerId,
        KALTURA_APP_TOKEN_ID: id,
        KALTURA_APP_TOKEN: token,
        KALTURA_ANALYTICS: "on",
        ...front.env,
      },
    });
    const browser = await launchChromium();
    try {
      const [ada, ben] = CAST;
      assert(ada && ben);
      const open = async (person: string) => {
        const opened = await discord.open(browser, {
          server: server.origin,
          person,
          instance: "i-1-gc-1-2",
        });
        const addresses = addressesOf(opened.page);
        return {
          ...opened,
          addresses,
          activity: opened.page.frameLocator("iframe"),
        };
      };
      const first = await open(ada.id);
      await first.activity.getByRole("button", { name: /^Entitled <b>/ })
        .waitFor();
      assertEquals(
        await first.activity.getByRole("button", { name: /picture$/ }).count(),
        0,
        "what does not play is not offered",
      );
      const second = await open(ben.id);
      await second.activity.getByText("Ada").first().waitFor();
      await first.activity.getByRole("button", { name: /^Entitled <b>/ })
        .click();
      await Promise.all([
        untilPlayed(first.activity, 2),
        untilPlayed(second.activity, 2),
      ]);
      // What the account has beside the video, each viewer for themselves.
      await first.activity.getByLabel("Settings").click();
      await first.activity.getByRole("radio", { name: "English" }).check();
      await first.activity.getByLabel("Settings").click();
      await untilRead(first.activity, "From the asset 1_cap");
      await first.activity.locator(".notch").waitFor({ state: "attached" });
      await first.activity.locator(".scrubber").hover();
      const tip = first.activity.locator(".scrub-preview");
      await tip.getByText("Proof").waitFor();
      const width = await tip.locator("img").evaluate(async (image) => {
        const picture = image as HTMLImageElement;
        while (!picture.complete) await new Promise(requestAnimationFrame);
        return picture.naturalWidth;
      });
      assert(width > 1000, "a strip");
      await openTab(first.activity, "Library");
      await first.activity.getByLabel("Playlist or category")
        .selectOption("Evening");
      await first.activity.getByRole("button", { name: /^Not tonight/ })
        .waitFor({ state: "detached" });

      assertEquals(first.violations, [], "Discord's policy is kept");
      assertEquals(second.violations, []);
      assertEquals(front.strangers, [], "nobody else is asked");

      const players = new Set(
        api.sessions.made
          .filter(({ privileges }) => privileges.includes("sview:0_mp4"))
          .map(({ userId }) => userId),
      );
      assertEquals(
        players,
        new Set([ada, ben].map(({ id }) => `discord_${id}`)),
      );
      const addresses = [...first.addresses, ...second.addresses];
      assert(addresses.some((url) => url.includes("/k/vod/hls/0_mp4/")));
      const leaks = addresses.filter((url) => url.includes("djJ8"));
      assertEquals(leaks, [], "no KS in any address");

      // One session per viewer, and in each the beginning of a play.
      const begins = () => {
        const told = new Map<string, string[]>();
        for (const { sessionId = "", eventType = "" } of api.events) {
          told.set(sessionId, [...told.get(sessionId) ?? [], eventType]);
        }
        return [...told.values()].map((types) => types.slice(0, 3));
      };
      while (begins().flat().length < 6) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assertEquals(begins(), [["1", "2", "3"], ["1", "2", "3"]]);
    } finally {
      await closeBrowser(browser);
      await server.stop();
      await discord.close();
    }
    const log = server.log();
    assert(!log.includes("canary") && !log.includes(KALTURA_CANARY));
  },
);
