/** A film with a quality that is refused and a hole in it, and a gateway that is started anew: two people watch it together all the same. */
import { assert, assertEquals } from "@std/assert";
import type { Frame, Page } from "playwright-core";
import { CAST } from "@/lib/shared/cast.ts";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import { startFakeKaltura } from "../support/fakes/fake_kaltura.ts";
import { HOLE_TO_S } from "../support/fakes/holed_media.ts";
import { kalturaMedia } from "../support/fakes/kaltura_media.ts";
import { startKalturaFront } from "../support/fakes/kaltura_front.ts";
import { APP, closeBrowser, startDiscord } from "./discord_proxy.ts";
import { IN } from "./party.ts";
import { assertTogether, type Picture, skewsOf } from "./pictures.ts";
import { startServer } from "./server.ts";

/** How long one measurement takes, ms. Chosen: it fits between the refusal and the hole, and behind the hole. */
const MEASURE_MS = 3000;
/** More pictures than that can be compared in it. Chosen: a quarter of them. */
const LEAST_PICTURES = 20;
const ENTRY = "0_hole-all-refused";
/** Requests for the best quality from its second segment on. */
const REFUSED = /\/v288\/seg-(?:[1-9]|1\d)\.ts/;

function frameOf(page: Page): Frame {
  const frame = page.frame({ url: /discordsays/ });
  assert(frame);
  return frame;
}

/** Waits until a viewer's video plays beyond a place, s. */
async function untilBeyond(page: Page, place: number): Promise<void> {
  await frameOf(page).waitForFunction((place) => {
    const video = document.querySelector("video");
    return video && !video.paused && video.currentTime > place;
  }, place);
}

/** All pictures of a viewer for a time. */
function pictures(page: Page, forMs: number): Promise<Picture[]> {
  return frameOf(page).evaluate((forMs) => {
    const video = document.querySelector("video");
    const seen: Picture[] = [];
    video?.requestVideoFrameCallback(function note(_now, meta) {
      const atMs = performance.timeOrigin + meta.expectedDisplayTime;
      seen.push({ placeMs: meta.mediaTime * 1000, atMs });
      video.requestVideoFrameCallback(note);
    });
    return new Promise<Picture[]>((resolve) => {
      setTimeout(() => resolve(seen), forMs);
    });
  }, forMs);
}

/** Two viewers are together, before what comes next in the film. */
async function together(pages: [Page, Page], what: string): Promise<void> {
  const viewers = await Promise.all(
    pages.map((page) => pictures(page, MEASURE_MS)),
  );
  assertTogether(skewsOf(viewers), { what, count: LEAST_PICTURES });
}

browserTest(
  "[W50] [W51] [W30] a refused quality, a hole and a restart of the gateway in one film: both go on, together",
  async () => {
    const [ada, ben] = CAST;
    assert(ada && ben);
    await using kaltura = startFakeKaltura({
      media: await kalturaMedia(),
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
    const gateway = startGateway("field", {
      entries: () => [{ id: ENTRY, title: "Odd film", duration: 24 }],
      mintKs: () => kaltura.mintKs(),
    });
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
      const open = async (person: string) => {
        const { page } = await discord.open(browser, {
          server: server.origin,
          person,
          instance: "i-1-gc-1-2",
        });
        const activity = page.frameLocator("iframe");
        await activity.locator(IN).waitFor();
        return { page, activity };
      };
      const first = await open(ada.id);
      const second = await open(ben.id);
      const both = [first.page, second.page] as [Page, Page];

      kaltura.fail(REFUSED, 403);
      const release = kaltura.hold(REFUSED);
      // Who renews because of the refusal meets a gateway that starts anew.
      const failing = new Set([
        "POST /auth/token",
        `POST /videos/${ENTRY}/play`,
      ]);
      const started = untilBeyond(first.page, 0);
      await first.activity.getByRole("button", { name: /^Odd film/ }).click();
      await started;
      gateway.expireTokens();
      gateway.intercept = (route) =>
        failing.delete(route)
          ? Response.json({ error: "starting" }, { status: 503 })
          : null;
      release();

      await Promise.all(both.map((page) => untilBeyond(page, 2.5)));
      await together(both, "beside the refusal");

      await Promise.all(both.map((page) => untilBeyond(page, HOLE_TO_S + 2)));
      await together(both, "behind the hole");

      const asked = (path: RegExp) =>
        kaltura.requests.filter((request) => path.test(request.path)).length;
      assert(asked(REFUSED) > 0, "somebody wanted the best quality");
      assertEquals([...failing], [], "the gateway failed both once");
      assert(asked(/\/v(216|144)\/seg-9\.ts/) >= 2, "both have another");
      for (const { activity } of [first, second]) {
        assertEquals(await activity.getByRole("alert").count(), 0);
      }
    } finally {
      await closeBrowser(browser);
      await server.stop();
      await gateway.close();
      await discord.close();
    }
  },
);
