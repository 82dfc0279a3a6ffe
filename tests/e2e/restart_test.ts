/** A gateway that is started anew while people watch and come in, in production. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { CAST } from "@/lib/shared/cast.ts";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { startFakeKaltura } from "../support/fakes/fake_kaltura.ts";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import { startKalturaFront } from "../support/fakes/kaltura_front.ts";
import { APP, closeBrowser, startDiscord } from "./discord_proxy.ts";
import { IN, openTab } from "./party.ts";
import { freePort, startServer } from "./server.ts";

/** Waits until the Activity's video plays, and has moved on by a second. */
async function untilMoving(page: Page): Promise<void> {
  const activity = page.frame({ url: /discordsays/ });
  assert(activity);
  const from = await activity.waitForFunction(() => {
    const video = document.querySelector("video");
    return video && !video.paused && { at: video.currentTime };
  });
  const { at } = await from.jsonValue() || { at: NaN };
  await activity.waitForFunction((to) => {
    const video = document.querySelector("video");
    return video && !video.paused && video.currentTime > to;
  }, at + 1);
}

browserTest(
  "[U25] who joins while the gateway restarts reads so, and comes to the film and the library without a press",
  async () => {
    await using kaltura = startFakeKaltura({
      names: {
        api: "https://cdnapisec.kaltura.com",
        cdn: "https://cfvod.kaltura.com",
      },
    });
    await using front = await startKalturaFront((request) => {
      const { hostname, pathname, search } = new URL(request.url);
      const origin = hostname === "cfvod.kaltura.com"
        ? kaltura.cdn
        : kaltura.api;
      return fetch(origin + pathname + search, {
        headers: request.headers,
        redirect: "manual",
      });
    });
    const port = freePort();
    const start = () =>
      startGateway("field", {
        port,
        entries: () => [{ id: "0_mp4", title: "Lecture", duration: 90 }],
        mintKs: () => kaltura.mintKs(),
      });
    let gateway = start();
    const discord = await startDiscord({
      mappings: { "/k/api": kaltura.api, "/k/vod": kaltura.cdn },
    });
    const server = await startServer({
      env: {
        NODE_ENV: "production",
        DISCORD_CLIENT_ID: APP.clientId,
        DISCORD_CLIENT_SECRET: APP.clientSecret,
        DISCORD_BOT_TOKEN: "canary-bot-token",
        DISCORD_API_URL: discord.apiUrl,
        API_GATEWAY_URL: gateway.url,
        SESSION_SECRET: "canary-session-secret-of-32-bytes-",
        ...front.env,
      },
    });
    const browser = await launchChromium();
    try {
      const [ada, ben] = CAST;
      assert(ada && ben);
      const open = async (person: string) => {
        const { page } = await discord.open(browser, {
          server: server.origin,
          person,
          instance: "i-1-gc-1-2",
        });
        return { page, activity: page.frameLocator("iframe") };
      };
      const first = await open(ada.id);
      await first.activity.getByRole("button", { name: /^Lecture/ }).click();
      await untilMoving(first.page);

      await gateway.close();
      const second = await open(ben.id);
      await second.activity.locator(IN).waitFor();
      await second.activity.getByText("The video doesn’t play here yet")
        .waitFor();
      await openTab(second.activity, "Library");
      await second.activity.locator(".library").getByText(
        "tries again by itself",
      )
        .waitFor();
      assertEquals(
        await second.activity.getByRole("button", { name: /^Lecture/ }).count(),
        0,
      );
      await untilMoving(first.page);

      gateway = start();
      await untilMoving(second.page);
      await second.activity.getByRole("button", { name: /^Lecture/ }).waitFor();
      assertEquals(
        await second.activity.getByText("tries again by itself").count(),
        0,
      );
    } finally {
      await closeBrowser(browser);
      await server.stop();
      await gateway.close();
      await discord.close();
    }
  },
);
