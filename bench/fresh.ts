/**
 * `deno task bench:fresh`: what the framework costs. The page of a room and an
 * API route of the production build, beside a bare server that answers with the
 * same bytes, in turns of one run; the time to start; the script of the page.
 * @module
 */
import { WHICH_FRESH } from "@/lib/server/process/which_fresh.ts";
import { startServer } from "@/tests/e2e/server.ts";
import { gzipBytes } from "@/tools/check_bundle.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { addLoad, type Measured, nothing, quantile, rate } from "./api/load.ts";

helpIfAsked(import.meta);

/** Requests under way at once. */
const WORKERS = 16;
/** Turns of each way of asking. */
const ROUNDS = 6;
/** Length of a turn, ms. */
const TURN_MS = 1000;
/** Starts that are timed. */
const STARTS = 7;
const RESULT = new URL(`results/fresh-${WHICH_FRESH}.md`, import.meta.url);

const PAGE = "/?frame_id=f&instance_id=i-1-gc-2-3&platform=desktop";
const ROUTES = { "page of a room": PAGE, "API route": "/api/health" };
const ENV = {
  NODE_ENV: "production",
  DISCORD_CLIENT_ID: "123456789012345678",
  DISCORD_CLIENT_SECRET: "unused",
  DISCORD_BOT_TOKEN: "unused",
  SESSION_SECRET: "a secret of the benchmark of 32 bytes",
  API_GATEWAY_URL: "http://127.0.0.1:9/api",
};

// The build is not part of a start.
await (await startServer({ env: ENV })).stop();
const startsMs: number[] = [];
for (let i = 0; i < STARTS; i++) {
  const beganAt = performance.now();
  const server = await startServer({ env: ENV });
  startsMs.push(performance.now() - beganAt);
  await server.stop();
}

const server = await startServer({ env: ENV });
const rows: string[] = [];
for (const [name, path] of Object.entries(ROUTES)) {
  const answer = await fetch(server.origin + path);
  const body = await answer.text();
  const type = answer.headers.get("content-type") ?? "";
  const bare = await startBare({ body, type });
  const ways = { bare: bare.origin, ours: server.origin };
  const measured = { bare: nothing(), ours: nothing() };
  const turn = (way: keyof typeof ways, into: Measured) =>
    addLoad(into, {
      ask: () => fetch(ways[way] + path),
      workers: WORKERS,
      durationMs: TURN_MS,
    });
  // Warm-up, thrown away.
  await turn("bare", nothing());
  await turn("ours", nothing());
  for (let round = 0; round < ROUNDS; round++) {
    await turn("bare", measured.bare);
    await turn("ours", measured.ours);
  }
  await bare.stop();
  rows.push(
    "| " + [
      name,
      rate(measured.bare).toFixed(0),
      rate(measured.ours).toFixed(0),
      (rate(measured.ours) / rate(measured.bare)).toFixed(2),
      quantile(measured.bare, 0.5).toFixed(1),
      quantile(measured.ours, 0.5).toFixed(1),
    ].join(" | ") + " |",
  );
}
const scripts = await scriptBytes();
await server.stop();

startsMs.sort((a, b) => a - b);
const startMs = (share: number) =>
  startsMs[Math.floor(share * (STARTS - 1))]!.toFixed(0);
await Deno.writeTextFile(
  RESULT,
  `# What the framework costs: ${
    WHICH_FRESH === "jsr" ? "Fresh" : "the stand-in"
  }

\`deno task bench:fresh\`, ${
    new Date().toISOString().slice(0, 10)
  }, Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} cores that the asking
process shares. The production build beside a bare \`Deno.serve\` that answers
with the same bytes, by turns, ${ROUNDS} of ${
    TURN_MS / 1000
  } s each, ${WORKERS} requests at once.

| answer | bare, 1/s | ours, 1/s | ratio | bare p50, ms | ours p50, ms |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

- From start to the first answer, ${STARTS} starts: median ${
    startMs(0.5)
  } ms, slowest ${startMs(1)} ms.
- Scripts that start the page (entry scripts, gzip): ${
    (scripts / 1000).toFixed(1)
  } KB; all that loads at once is held to 45 KB by \`tools/check_bundle.ts\`.
`,
);

/** Bytes of the scripts that the page's `Link` header preloads. */
async function scriptBytes(): Promise<number> {
  const response = await fetch(server.origin + PAGE);
  await response.body?.cancel();
  const links = response.headers.get("link") ?? "";
  const paths = [...links.matchAll(/<([^>]+)>/g)].map(([, path]) => path!);
  const sizes = await Promise.all(
    paths.map(async (path) =>
      await gzipBytes(await (await fetch(server.origin + path)).text())
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A process that answers everything alike. */
async function startBare(
  { body, type }: { body: string; type: string },
): Promise<{ origin: string; stop(): Promise<void> }> {
  const source = `const [body, type] = ${JSON.stringify([body, type])};
Deno.serve({ port: 0, onListen: ({ port }) => console.log(port) },
  () => new Response(body, { headers: { "content-type": type } }));`;
  const file = await Deno.makeTempFile({ suffix: ".js" });
  await Deno.writeTextFile(file, source);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--allow-net", file],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  return {
    origin: `http://localhost:${Number(new TextDecoder().decode(value))}`,
    async stop() {
      child.kill();
      await child.status;
      await reader.cancel();
      await Deno.remove(file);
    },
  };
}
