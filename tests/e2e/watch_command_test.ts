/** `/watch` the whole way: Discord sends a signed command, is told to open the Activity, the person comes in, and the film is on. */
import { assert, assertEquals } from "@std/assert";
import { CAST, CAST_CHANNEL_ID, castMember } from "@/lib/shared/cast.ts";
import { INTERACTIONS_PATH } from "@/lib/shared/watch_command.ts";
import { createFakeDiscord } from "@/lib/server/discord/fake_discord.ts";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { startAllKaltura } from "../support/fakes/all_kaltura.ts";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import {
  createInteractionSender,
  type InteractionSender,
} from "../support/fakes/discord_interactions.ts";
import { hasRedis, startRedis } from "../stores/redis_server.ts";
import { APP, closeBrowser, startDiscord } from "./discord_proxy.ts";
import { startServer } from "./server.ts";
import { openSocket, post } from "./visitor.ts";

const INSTANCE = "i-1-gc-1-2";
const ENV = {
  NODE_ENV: "production",
  DISCORD_CLIENT_ID: APP.clientId,
  DISCORD_CLIENT_SECRET: APP.clientSecret,
  DISCORD_BOT_TOKEN: "canary-bot-token",
  SESSION_SECRET: "canary-session-secret-of-32-bytes-",
};

/** Somebody of the cast uses the command in a channel. @returns Discord's word for the answer. */
async function watch(
  origin: string,
  { discord, person, value, channelId = CAST_CHANNEL_ID }: {
    discord: InteractionSender;
    person: string;
    value: string;
    channelId?: string;
  },
): Promise<number> {
  const by = castMember(person);
  assert(by);
  const body = discord.used({ type: 2, by, value, channelId });
  const response = await fetch(origin + INTERACTIONS_PATH, {
    method: "POST",
    headers: await discord.sign(body),
    body,
  });
  return (await response.json()).type;
}

browserTest(
  "[D42] [P31] what somebody picked by /watch is on when they come in; what the next one picked is in the queue",
  async () => {
    await using kaltura = await startAllKaltura({
      entries: [
        { id: "0_mp4", name: "Evening film", duration: 90 },
        { id: "0_other", name: "Second film", duration: 90 },
      ],
    });
    const { api, front, mappings } = kaltura;
    const discord = await startDiscord({ mappings });
    const commands = await createInteractionSender(APP);
    const server = await startServer({
      env: {
        ...ENV,
        DISCORD_API_URL: discord.apiUrl,
        DISCORD_PUBLIC_KEY: commands.publicKey,
        KALTURA_PARTNER_ID: api.account.partnerId,
        KALTURA_USER_SECRET: api.account.userSecret,
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
          instance: INSTANCE,
        });
        return page.frameLocator("iframe");
      };
      const asks = (person: string, value: string) =>
        watch(server.origin, { discord: commands, person, value });
      assertEquals(await asks(ada.id, "v_0_mp4"), 12);
      const first = await open(ada.id);
      await first.locator("video").evaluate(async (element) => {
        const video = element as HTMLVideoElement;
        while (video.paused || video.currentTime < 1) {
          await new Promise(requestAnimationFrame);
        }
      });
      await first.getByText("Evening film").first().waitFor();
      // Words do as well as a pick.
      assertEquals(await asks(ben.id, "Second"), 12);
      const second = await open(ben.id);
      await second.getByText("Evening film").first().waitFor();
      await first.getByText("Second film").first().waitFor({
        state: "attached",
      });
    } finally {
      await closeBrowser(browser);
      await server.stop();
      await discord.close();
    }
  },
);

Deno.test({
  name:
    "[D42] [P31] a pick that one instance took is on at another; in another channel, and a second time, it is nothing" +
    (hasRedis ? "" : " (install redis-server to run)"),
  ignore: !hasRedis,
  async fn() {
    const commands = await createInteractionSender(APP);
    const people = createFakeDiscord(APP);
    const api = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) =>
        people.answer(request, new URL(request.url).pathname.slice(1)),
    );
    const gateway = startGateway("field");
    const redis = await startRedis();
    const env = {
      ...ENV,
      DISCORD_PUBLIC_KEY: commands.publicKey,
      DISCORD_API_URL: `http://127.0.0.1:${api.addr.port}`,
      API_GATEWAY_URL: gateway.url,
      ROOM_STORE: "redis",
      REDIS_URL: redis.url,
    };
    const one = await startServer({ env });
    const two = await startServer({ env });
    const enter = async (person: string, instance: string) => {
      const code = people.authorize({
        person,
        instance,
        scopes: ["identify"],
      });
      const signedIn = await post(`${two.origin}/api/token`, {
        code,
        instance_id: instance,
      });
      const { session_token: token } = await signedIn.json();
      const answer = await fetch(`${two.origin}/api/room/ticket`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
      });
      const { ticket } = await answer.json();
      const origin = `https://${APP.clientId}.discordsays.com`;
      return openSocket(two.origin, { ticket, origin });
    };
    const [ada, ben] = CAST;
    assert(ada && ben);
    try {
      const asks = (value: string, channelId = CAST_CHANNEL_ID) =>
        watch(one.origin, {
          discord: commands,
          person: ada.id,
          value,
          channelId,
        });
      assertEquals(await asks("v_0_v1"), 12);
      // A newer pick takes its place; another channel's is not this one's.
      assertEquals(await asks("v_0_v2"), 12);
      assertEquals(await asks("v_0_v3", "300000000000000009"), 12);
      const first = await enter(ada.id, INSTANCE);
      const { patch } = await first.next(
        "patch",
        ({ patch }) => patch.video !== undefined,
      );
      assertEquals(patch.video?.id, "0_v2");
      assertEquals(
        [patch.lastAction?.by, patch.lastAction?.kind],
        [ada.id, "load"],
      );
      first.close();
      await first.closed;
      const again = await enter(ada.id, "i-2-gc-1-2");
      const { room } = await again.next("welcome");
      assertEquals(room.video, null);
      // Behind what a pick would have done: a change of their own.
      again.send({
        type: "command",
        id: "mark",
        epoch: room.epoch,
        rev: room.rev,
        command: { type: "set_wait", waitForAll: false },
      });
      const { rev } = await again.next("ack", ({ id }) => id === "mark");
      assertEquals(rev, room.rev + 1);
      again.close();
    } finally {
      await Promise.all([one.stop(), two.stop()]);
      await gateway.close();
      await redis.close();
      await api.shutdown();
    }
  },
});
