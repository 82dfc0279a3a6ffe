/** Canary values of every secret, through the real server process: none comes out where it should not. */
import { assert, assertEquals } from "@std/assert";
import { CAST, CAST_GUILD_ID } from "@/lib/shared/cast.ts";
import type { ServerMessage } from "@/lib/shared/room/protocol.ts";
import { startServer } from "../e2e/server.ts";
import { openSocket, post } from "../e2e/visitor.ts";
import { GATEWAY_CANARY, startGateway } from "../support/fakes/fake_gateway.ts";
import { startDiscordApi } from "../support/fakes/fake_discord_api.ts";
import { CANARIES, CLIENT_ID, DISCORD_APP } from "./api_server.ts";

const [ada] = CAST;
/** Scripts that a page names. */
const SCRIPT = /"(\/[\w./-]+\.js)"/g;
const SCOPES = ["identify", "guilds.members.read"];

for (const mode of ["production", "development"]) {
  for (const dialect of ["plan", "field"] as const) {
    Deno.test(`[A9] [M4] no secret comes out of a server in ${mode} (dialect "${dialect}")`, async () => {
      const discord = startDiscordApi(DISCORD_APP);
      const gateway = startGateway(dialect);
      const server = await startServer({
        env: {
          ...CANARIES,
          NODE_ENV: mode,
          DISCORD_CLIENT_ID: CLIENT_ID,
          DISCORD_API_URL: discord.url,
          API_GATEWAY_URL: gateway.url,
          API_GATEWAY_TIMEOUT_MS: "1000",
        },
      });
      /** Everything that came back, and what was asked. */
      const seen: { name: string; text: string }[] = [];
      const note = async (name: string, response: Response) => {
        const headers = JSON.stringify([...response.headers]);
        const text = await response.text();
        seen.push({ name, text: headers + text });
        return text;
      };

      const exchange = () => {
        const code = discord.authorize({
          person: ada?.id ?? "",
          instance: "i-1",
          scopes: SCOPES,
        });
        return post(`${server.origin}/api/token`, {
          code,
          instance_id: "i-1",
          guild_id: CAST_GUILD_ID,
        });
      };
      const signedIn = await exchange();
      assertEquals(signedIn.status, 200);
      const { access_token, api_token, session_token, ...rest } = await signedIn
        .json();
      assert(api_token.startsWith(GATEWAY_CANARY), "as the plan returns it");
      seen.push({ name: "sign-in", text: JSON.stringify(rest) });

      const call = (path: string, body?: unknown) =>
        fetch(server.origin + path, {
          headers: {
            authorization: `Bearer ${session_token}`,
            "content-type": "application/json",
          },
          ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
        });
      const ask = async (path: string, body?: unknown) =>
        await note(
          `${body ? "POST" : "GET"} ${path}`,
          await call(path, body),
        );
      const askAll = async () => {
        await ask("/api/videos");
        await ask("/api/videos/search?q=maths");
        await ask("/api/videos/0_v3");
        await ask("/api/videos/0_v3/play", {});
        await ask("/api/videos/0_nothing");
        await ask("/api/session", {});
        await ask("/api/health");
        await ask("/");
        await ask("/nothing");
      };
      await askAll();
      const page = await ask("/?frame_id=f&instance_id=i-1&platform=desktop");
      const scripts = [...page.matchAll(SCRIPT)];
      assert(scripts.length > 1, page);
      for (const [, script = ""] of scripts) await ask(script);
      // The only two answers that are a secret.
      const { ks } = await (await call("/api/videos/0_v3/session", {})).json();
      assert(ks.startsWith(GATEWAY_CANARY));
      const { ticket } = await (await call("/api/room/ticket", {})).json();

      const socket = openSocket(server.origin, {
        ticket,
        origin: `https://${CLIENT_ID}.discordsays.com`,
      });
      /** The first message of a kind goes to what was seen. */
      const hear = async (type: ServerMessage["type"]) => {
        const message = await socket.next(type);
        seen.push({ name: `room: ${type}`, text: JSON.stringify(message) });
      };
      const { room: { epoch, rev } } = await socket.next("welcome");
      await hear("welcome");
      const load = (id: string, videoId: string) =>
        socket.send({
          type: "command",
          id,
          epoch,
          rev,
          command: { type: "load", videoId },
        });
      load("a", "0_v3");
      for (const type of ["ack", "patch", "snapshot"] as const) {
        await hear(type);
      }

      // Upstreams that fail and repeat what they were sent.
      for (const status of [400, 403, 500, 503]) {
        gateway.intercept = () =>
          Response.json({ error: `refused: ${api_token} ${ks}` }, { status });
        await askAll();
        // The other dialect gave the KS at the sign-in.
        if (dialect === "plan") await ask("/api/videos/0_v3/session", {});
      }
      load("b", "0_v4");
      await hear("error");
      socket.close();
      await socket.closed;
      discord.onCall(() =>
        Response.json({
          error: "invalid_grant",
          error_description:
            `${CANARIES.DISCORD_CLIENT_SECRET} ${CANARIES.DISCORD_BOT_TOKEN}`,
        }, { status: 400 })
      );
      await note("refused sign-in", await exchange());
      await server.stop();

      const log = server.log();
      const fault = mode === "production" ? "request_failed" : "sample_instead";
      assert(log.includes(`"${fault}"`), "the faults are in the log");
      const hidden = [
        ...Object.values(CANARIES),
        access_token,
        api_token,
        session_token,
        ks,
        ticket,
        `${GATEWAY_CANARY}-detail`,
      ];
      seen.push({
        name: "the log",
        text: log.replaceAll(`${GATEWAY_CANARY}-detail`, ""),
      });
      for (const { name, text } of seen) {
        for (const secret of hidden) {
          assert(!text.includes(secret), `${secret} in "${name}": ${text}`);
        }
      }
      await gateway.close();
      await discord.close();
    });
  }
}
