/**
 * `deno task bench:api`: what our server adds to the gateway's answers. The
 * same requests go straight to the gateway and through us, in short turns of
 * one run, so that ratios hold where absolute numbers depend on the machine.
 * @module
 */
import { createSessions } from "@/lib/server/auth/sessions.ts";
import { startServer } from "@/tests/e2e/server.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { addLoad, type Measured, nothing, quantile, rate } from "./api/load.ts";

helpIfAsked(import.meta);

/** People who ask at once; no two of them may share a call. */
const WORKERS = 16;
/** People who take turns at asking: each has a budget of their own. */
const PEOPLE = 100 * WORKERS;
/** Turns of each way of asking. */
const ROUNDS = 4;
/** Length of a turn, ms. */
const TURN_MS = 1500;
/** Identical reads of one person at once. */
const IDENTICAL = 50;
/** Longest time for which the gateway thinks while these are sent, ms; at random below. */
const THINKING_MS = 400;
const SECRET = "a secret of the benchmark of 32 bytes";
const RESULT = new URL("results/api.md", import.meta.url);

const KINDS = {
  list: { direct: "/videos?page=1&pageSize=30", ours: "?page=1&pageSize=30" },
  search: {
    direct: "/videos/search?q=maths&page=1&pageSize=30",
    ours: "/search?q=maths&page=1&pageSize=30",
  },
  details: { direct: "/videos/0_v7", ours: "/0_v7" },
};

const gatewayProcess = new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", new URL("api/gateway_process.ts", import.meta.url).href],
  stdin: "piped",
  stdout: "piped",
}).spawn();
const gateway = await firstLine(gatewayProcess.stdout);
const server = await startServer({
  env: {
    NODE_ENV: "production",
    DISCORD_CLIENT_ID: "123456789012345678",
    DISCORD_CLIENT_SECRET: "unused",
    DISCORD_BOT_TOKEN: "unused",
    SESSION_SECRET: SECRET,
    TRUSTED_PROXIES: "1",
    API_GATEWAY_URL: gateway.url,
  },
});
const people = await Promise.all(
  Array.from({ length: PEOPLE }, (_, n) => signIn(`90${n}`)),
);
let asked = 0;
const next = () => people[asked++ % PEOPLE];

const rows: string[] = [];
for (const [name, { direct, ours }] of Object.entries(KINDS)) {
  const ways = {
    direct: () => get(`${gateway.url}${direct}`, next()?.token),
    ours: () => get(`${server.origin}/api/videos${ours}`, next()?.session),
  };
  const busy = await sideBySide(ways, { workers: WORKERS });
  const calm = await sideBySide(ways, { workers: 1 });
  const addedMs = (share: number) =>
    quantile(calm.ours, share) - quantile(calm.direct, share);
  rows.push(
    "| " + [
      name,
      rate(busy.direct).toFixed(0),
      rate(busy.ours).toFixed(0),
      (rate(busy.ours) / rate(busy.direct)).toFixed(2),
      quantile(calm.direct, 0.5).toFixed(2),
      quantile(calm.ours, 0.5).toFixed(2),
      `${addedMs(0.5).toFixed(2)} / ${addedMs(0.95).toFixed(2)}`,
    ].join(" | ") + " |",
  );
}

const calls = [
  await upstreamCalls(() =>
    get(`${gateway.url}${KINDS.list.direct}`, people[0]?.token)
  ),
  await upstreamCalls(() =>
    get(`${server.origin}/api/videos${KINDS.list.ours}`, people[0]?.session)
  ),
];
await server.stop();
const writer = gatewayProcess.stdin.getWriter();
await writer.write(Uint8Array.of(0));
await gatewayProcess.status;

await Deno.writeTextFile(
  RESULT,
  `# API

What the server adds to the gateway's answers. \`deno task bench:api\`,
${
    new Date().toISOString().slice(0, 10)
  }, Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} cores, all processes on one machine;
the gateway is the tests' own, which answers after about 1 ms. Requests go
straight to it and through the server by turns, ${ROUNDS} of ${
    TURN_MS / 1000
  } s each. Rates with ${WORKERS} people at once,
latencies with one.

| read | direct, 1/s | ours, 1/s | ratio | direct p50, ms | ours p50, ms | added p50 / p95, ms |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

Each request opens a sealed session, checks the answer against its schema and
writes it anew, beside one call upstream. Who asks, the gateway and the server
share the cores, so that the rates bound each other.

${IDENTICAL} identical reads of one person at once, of a gateway that thinks for up to
${THINKING_MS} ms: ${calls[0]} calls directly, ${calls[1]} through the server.
`,
);

async function sideBySide(
  ways: Record<"direct" | "ours", (worker: number) => Promise<Response>>,
  { workers }: { workers: number },
): Promise<Record<"direct" | "ours", Measured>> {
  const measured = { direct: nothing(), ours: nothing() };
  const turn = async (way: "direct" | "ours", into: Measured) =>
    await addLoad(into, { ask: ways[way], workers, durationMs: TURN_MS });
  // Warm-up, thrown away.
  await turn("direct", nothing());
  await turn("ours", nothing());
  for (let round = 0; round < ROUNDS; round++) {
    await turn("direct", measured.direct);
    await turn("ours", measured.ours);
  }
  return measured;
}

/** Calls that reached the gateway for reads that are sent at once. */
async function upstreamCalls(ask: () => Promise<Response>): Promise<number> {
  const count = async (delayMs: number) =>
    await (await fetch(`${gateway.counter}?delayMs=${delayMs}`)).json();
  await count(THINKING_MS);
  const responses = await Promise.all(Array.from({ length: IDENTICAL }, ask));
  await Promise.all(responses.map((response) => response.text()));
  return await count(0);
}

/** Somebody known to the gateway, and their session with us. */
async function signIn(id: string) {
  const response = await fetch(`${gateway.url}/auth/token`, {
    method: "POST",
    body: JSON.stringify({ discordId: id, username: id, roles: [] }),
  });
  const { token } = await response.json();
  const sessions = createSessions({ secrets: [SECRET], now: Date.now });
  const session = await sessions.seal({
    user: { id, username: id, avatarUrl: null },
    instanceId: "i-1",
    roles: [],
    api: { token },
    signedInAtMs: Date.now(),
  });
  return { token, session };
}

function get(url: string, token = ""): Promise<Response> {
  return fetch(url, { headers: { authorization: `Bearer ${token}` } });
}

async function firstLine(
  stream: ReadableStream<Uint8Array>,
): Promise<{ url: string; counter: string }> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes("\n")) break;
  }
  return JSON.parse(text);
}
