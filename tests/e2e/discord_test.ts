/** The Activity in production, inside a page that behaves as Discord does. */
import { assert, assertEquals } from "@std/assert";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { CAST } from "@/lib/shared/cast.ts";
import { APP, closeBrowser, startDiscord } from "./discord_proxy.ts";
import { startServer } from "./server.ts";
import { post } from "./visitor.ts";

const BOT_TOKEN = "canary-bot-token";

/** A gateway that knows one video. */
function startGateway() {
  const video = {
    id: "0_abc",
    title: "Lecture <b>one</b>",
    duration: 90,
    createdAt: "2026-01-01T00:00:00Z",
  };
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/auth/token") {
        return Response.json({ token: "canary-gateway-token" });
      }
      return pathname === "/videos"
        ? Response.json({ videos: [video] })
        : Response.json({ error: "not found" }, { status: 404 });
    },
  );
}

browserTest(
  "[D30] in Discord, through its proxy and policy, two people sign in and meet; others are kept out",
  async () => {
    const discord = await startDiscord();
    const gateway = startGateway();
    const server = await startServer({
      env: {
        NODE_ENV: "production",
        DISCORD_CLIENT_ID: APP.clientId,
        DISCORD_CLIENT_SECRET: APP.clientSecret,
        DISCORD_BOT_TOKEN: BOT_TOKEN,
        DISCORD_API_URL: discord.apiUrl,
        API_GATEWAY_URL: `http://127.0.0.1:${gateway.addr.port}`,
        SESSION_SECRET: "canary-session-secret-of-32-bytes-",
      },
    });
    const browser = await launchChromium();
    try {
      const [ada, ben] = CAST;
      assert(ada && ben);
      const open = (person: string) =>
        discord.open(browser, {
          server: server.origin,
          person,
          instance: "i-1-gc-1-2",
        });
      const first = await open(ada.id);
      const activity = first.page.frameLocator("iframe");
      await activity.getByText("Nothing on yet").waitFor();
      // Titles from outside are text.
      await activity.getByRole("button", { name: /^Lecture <b>one<\/b>/ })
        .waitFor();
      const second = await open(ben.id);
      await second.page.frameLocator("iframe").getByText("Ada").first()
        .waitFor();
      await activity.getByText("Ben").first().waitFor();
      assertEquals(first.violations, [], "Discord's policy is kept");
      assertEquals(second.violations, []);

      // The gateway lists it and does not know it: the person is told.
      await activity.getByRole("button", { name: /^Lecture/ }).click();
      await activity.getByText("This video is not there").waitFor();

      const stranger = await post(`${server.origin}/api/token`, {
        code: discord.codeFor(ben.id, "i-elsewhere"),
        instance_id: "i-2-gc-1-2",
      });
      assertEquals(stranger.status, 403);
      assertEquals((await stranger.json()).code, "not_in_instance");
    } finally {
      await closeBrowser(browser);
      await server.stop();
      await gateway.shutdown();
      await discord.close();
    }
    assert(!server.log().includes("canary"), "no secret is logged");
  },
);
