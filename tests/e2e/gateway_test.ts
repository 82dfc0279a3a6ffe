/** Production with the gateway that people run, set up as README says, inside a page that behaves as Discord does. */
import { openTab } from "./party.ts";
import { assert, assertEquals } from "@std/assert";
import type { FrameLocator } from "playwright-core";
import { CAST } from "@/lib/shared/cast.ts";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { startAllKaltura } from "../support/fakes/all_kaltura.ts";
import { GATEWAY_CANARY, startGateway } from "../support/fakes/fake_gateway.ts";
import { KALTURA_CANARY } from "../support/fakes/kaltura_sessions.ts";
import { APP, closeBrowser, startDiscord } from "./discord_proxy.ts";
import { startServer } from "./server.ts";

const TITLE = /^Entitled lecture/;

/** Waits until a frame's video plays at a place, s. */
function untilPlayed(
  activity: FrameLocator,
  place: { from: number; to: number },
): Promise<void> {
  return activity.locator("video").evaluate(async (element, { from, to }) => {
    const video = element as HTMLVideoElement;
    const isThere = () =>
      !video.paused && video.currentTime >= from && video.currentTime < to;
    while (!isThere()) await new Promise(requestAnimationFrame);
  }, place);
}

browserTest(
  "[V13] [V15] [V21] in Discord, with the gateway in the field and no KALTURA_PARTNER_ID, an entitled video plays, through a restart of the gateway and a refused KS",
  async () => {
    const [ada, ben] = CAST;
    assert(ada && ben);
    await using kaltura = await startAllKaltura({
      entries: [{ id: "0_mp4", name: "Entitled lecture", isProtected: true }],
    });
    const { api, media, front, mappings } = kaltura;
    const { partnerId, userSecret: secret } = api.account;
    const gateway = startGateway("field", {
      partnerId,
      entries: () => [
        { id: "0_mp4", title: "Entitled lecture", duration: 90 },
        { id: "0_odd", title: null, duration: "long", createdAt: 5e300 },
        null,
      ],
      // As the gateway does: entitlement for a play only, and none by default.
      mintKs: (person, { isEntitled }) =>
        api.sessions.start({
          secret,
          partnerId,
          userId: `discord_${person}`,
          type: 0,
          // The first one that Ben plays with has ended when he gets it.
          expiry: isEntitled && person === ben.id && bensKs++ === 0 ? 0 : 3600,
          privileges: isEntitled ? "sview:*" : "",
        }),
    });
    let bensKs = 0;
    const discord = await startDiscord({ mappings });
    const server = await startServer({
      env: {
        NODE_ENV: "production",
        DISCORD_CLIENT_ID: APP.clientId,
        DISCORD_CLIENT_SECRET: APP.clientSecret,
        DISCORD_BOT_TOKEN: "canary-bot-token",
        DISCORD_API_URL: discord.apiUrl,
        SESSION_SECRET: "canary-session-secret-of-32-bytes-",
        API_GATEWAY_URL: gateway.url,
        ...front.env,
      },
    });
    const browser = await launchChromium();
    try {
      const addresses: string[] = [];
      const open = async (person: string) => {
        const { page, violations } = await discord.open(browser, {
          server: server.origin,
          person,
          instance: "i-1-gc-1-2",
        });
        page.on("request", (request) => addresses.push(request.url()));
        return { violations, activity: page.frameLocator("iframe") };
      };
      const first = await open(ada.id);
      const video = first.activity.getByRole("button", { name: TITLE });
      await video.waitFor();
      await first.activity.getByText("Untitled (0_odd)").waitFor();
      await video.click();
      await untilPlayed(first.activity, { from: 3, to: 60 });

      // The gateway restarts: no token of before is good, and its first answers fail.
      gateway.expireTokens();
      const failing = new Set(["POST /auth/token", "POST /videos/0_mp4/play"]);
      gateway.intercept = (route) =>
        failing.delete(route)
          ? Response.json({ error: "starting" }, { status: 503 })
          : null;
      // What is on is not picked again; from the queue it is.
      await openTab(first.activity, "Library");
      await first.activity.getByRole("button", {
        name: /^Play later: Entitled/,
      })
        .click();
      await openTab(first.activity, "Queue");
      await first.activity.getByRole("button", { name: /^Play now: Entitled/ })
        .click();
      await untilPlayed(first.activity, { from: 0.5, to: 2.5 });

      const second = await open(ben.id);
      await untilPlayed(second.activity, { from: 1, to: 90 });
      assertEquals([...failing], [], "both have failed once");
      assertEquals(bensKs, 2, "the refused KS was replaced once, by itself");

      assertEquals(first.violations, [], "Discord's policy is kept");
      assertEquals(second.violations, []);
      assertEquals(front.strangers, [], "nobody else is asked");
      const asked = media.requests.filter(({ path }) => path.startsWith("/p/"));
      assert(asked.length > 0);
      for (const { path } of asked) assert(path.startsWith(`/p/${partnerId}/`));
      assertEquals(
        addresses.filter((url) => /djJ8|[?&/]ks[=/]/.test(url)),
        [],
        "no KS in any address",
      );
      await openTab(first.activity, "Library");
      const pictures = first.activity.locator("img[src*=thumbnail]:visible");
      await pictures.first().waitFor();
      const widths = await pictures.evaluateAll(async (all) => {
        const images = all as HTMLImageElement[];
        await Promise.all(images.map((image) => image.decode()));
        return images.map(({ naturalWidth }) => naturalWidth);
      });
      assert(
        widths.length > 0 && widths.every((width) => width > 0),
        String(widths),
      );
    } finally {
      await closeBrowser(browser);
      await server.stop();
      await gateway.close();
      await discord.close();
    }
    const log = server.log();
    assert(log.includes('"event":"catalogue_found"'), log);
    for (const canary of ["canary-", GATEWAY_CANARY, KALTURA_CANARY, "djJ8"]) {
      assert(!log.includes(canary), `${canary} in the log`);
    }
  },
);
