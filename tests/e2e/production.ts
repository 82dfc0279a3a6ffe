/**
 * A server in production with all that it speaks to, for tests without a
 * browser: Discord's API, a Kaltura account, and raw requests.
 * @module
 */
import { CAST } from "@/lib/shared/cast.ts";
import { startAllKaltura } from "../support/fakes/all_kaltura.ts";
import { startDiscordApi } from "../support/fakes/fake_discord_api.ts";
import { startServer } from "./server.ts";

const APP = {
  clientId: "123456789012345678",
  clientSecret: "canary-client-secret",
};
const INSTANCE = "i-1-gc-1-2";

/** An answer as it came over the wire. */
export interface WireAnswer {
  status: number;
  /** Names in lower case. */
  headers: Map<string, string>;
  body: string;
}

/** See the module. */
export interface Production extends AsyncDisposable {
  origin: string;
  port: number;
  /** Session token of somebody in the Activity. */
  signIn(): Promise<string>;
  /** Sends a request whose target no client has put in order. */
  ask(
    target: string,
    options?: {
      method?: string;
      headers?: Readonly<Record<string, string>>;
      body?: string;
    },
  ): Promise<WireAnswer>;
}

/** Starts it, with one video, `0_mp4`. @param env More of its environment. */
export async function startProduction(
  env: Readonly<Record<string, string>> = {},
): Promise<Production> {
  const kaltura = await startAllKaltura({
    entries: [{ id: "0_mp4", name: "Lecture", duration: 90 }],
  });
  const discord = startDiscordApi(APP);
  const { partnerId, appToken } = kaltura.api.account;
  const server = await startServer({
    env: {
      NODE_ENV: "production",
      DISCORD_CLIENT_ID: APP.clientId,
      DISCORD_CLIENT_SECRET: APP.clientSecret,
      DISCORD_BOT_TOKEN: "canary-bot-token",
      DISCORD_API_URL: discord.url,
      SESSION_SECRET: "canary-session-secret-of-32-bytes-",
      KALTURA_PARTNER_ID: partnerId,
      KALTURA_APP_TOKEN_ID: appToken.id,
      KALTURA_APP_TOKEN: appToken.token,
      ...kaltura.front.env,
      ...env,
    },
  });
  return {
    origin: server.origin,
    port: server.port,
    async signIn() {
      const code = discord.authorize({
        person: CAST[0]?.id ?? "",
        instance: INSTANCE,
        scopes: ["identify", "guilds.members.read"],
      });
      const answer = await fetch(`${server.origin}/api/token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ code, instance_id: INSTANCE }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()).session_token;
    },
    ask: (target, options) => askWire(server.port, { target, ...options }),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await discord.close();
      await kaltura[Symbol.asyncDispose]();
    },
  };
}

/** Sends one request, as it is, to a server on loopback. */
export async function askWire(
  port: number,
  { target, method = "GET", headers = {}, body = "", tls }: {
    target: string;
    method?: string;
    headers?: Readonly<Record<string, string>>;
    body?: string;
    /** @default {none} */
    tls?: Deno.StartTlsOptions;
  },
): Promise<WireAnswer> {
  const plain = await Deno.connect({ hostname: "127.0.0.1", port });
  const conn = tls ? await Deno.startTls(plain, tls) : plain;
  const sent = {
    host: "localhost",
    connection: "close",
    ...body === "" ? {} : { "content-length": String(body.length) },
    ...headers,
  };
  const lines = Object.entries(sent).map(([name, value]) =>
    `${name}: ${value}`
  );
  await writeAll(
    conn,
    [`${method} ${target} HTTP/1.1`, ...lines, "", body].join("\r\n"),
  );
  // An upgraded connection stays open: its head is all that is of interest.
  const text = headers.upgrade === undefined
    ? await new Response(conn.readable).text()
    : await firstOf(conn);
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [first = "", ...fields] = head.split("\r\n");
  const told = new Map(fields.map((field) => {
    const [name = "", ...value] = field.split(": ");
    return [name.toLowerCase(), value.join(": ")];
  }));
  const sentBody = rest.join("\r\n\r\n");
  return {
    status: Number(first.split(" ")[1]),
    headers: told,
    body: told.get("transfer-encoding") === "chunked"
      ? joinChunks(sentBody)
      : sentBody,
  };
}

/** Large texts do not go in one piece. */
async function writeAll(conn: Deno.Conn, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) {
    at += await conn.write(bytes.subarray(at));
  }
}

/** A body of chunks, of plain ASCII. Source: RFC 9112, 7.1. */
function joinChunks(text: string): string {
  let body = "";
  for (let rest = text;;) {
    const lineEnd = rest.indexOf("\r\n");
    const size = parseInt(rest.slice(0, lineEnd), 16);
    if (!(size > 0)) return body;
    const from = lineEnd + 2;
    body += rest.slice(from, from + size);
    rest = rest.slice(from + size + 2);
  }
}

async function firstOf(conn: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(16_384);
  const count = await conn.read(buffer) ?? 0;
  conn.close();
  return new TextDecoder().decode(buffer.subarray(0, count));
}
