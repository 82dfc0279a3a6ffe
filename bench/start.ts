/**
 * `deno task bench:start`: from click to first frame, and the bytes until then,
 * beside a bare hls.js page on the same media, in one run. All contestants take
 * turns, each time with an empty cache, behind the same emulated network.
 * Absolute times depend on the machine; the ratios are what is worth comparing.
 * @module
 */
import type { Browser, CDPSession, Page } from "playwright-core";
import * as esbuild from "esbuild";
import { launchChromium } from "../tests/support/browser.ts";
import { openParty } from "../tests/e2e/party.ts";
import { median, percentile } from "@/lib/shared/stats.ts";
import { startServer } from "../tests/e2e/server.ts";
import { startFakeKaltura } from "../tests/support/fakes/fake_kaltura.ts";
import { kalturaMedia } from "../tests/support/fakes/kaltura_media.ts";
import {
  answerPlayer,
  kalturaPlayerScript,
} from "../tests/support/fakes/kaltura_player.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { startMediaServer } from "../tests/media/media_server.ts";

helpIfAsked(import.meta);

/** Turns of each contestant. */
const TURNS = Number(Deno.args[0] ?? 15);
/** The emulated network: a household's. */
const NETWORK = { latency: 30, downMbit: 20, upMbit: 5 };
/** How long the person looks at the library before the click, ms. */
const LOOK_MS = 1500;
const ROOT = new URL("..", import.meta.url);

interface Turn {
  ms: number;
  /** Bytes from the click to the first frame. */
  bytes: number;
}

interface Contestant {
  name: string;
  /** Opens what is to be clicked. @returns What clicks, and waits for the frame. */
  open(page: Page): Promise<() => Promise<number>>;
}

await using kaltura = startFakeKaltura({
  media: await kalturaMedia(),
  more: answerPlayer(await kalturaPlayerScript()),
});
const scripts = await build();
await using media = startMediaServer({ cdnUrl: kaltura.api, other: answer });
const app = await startServer();
const browser = await launchChromium();

const onKaltura = await race([
  bare(`${media.origin}/bare`),
  {
    name: "Cowatch, `hls`",
    open: (page) => openPage(page, `${media.origin}/page`),
  },
  {
    name: "Cowatch, `playkit`",
    open: (page) => openPage(page, `${media.origin}/page?engine=playkit`),
  },
]);
const sample = "/samples/sample-orbit/master.m3u8";
const onSamples = await race([
  bare(`${media.origin}/bare?src=${encodeURIComponent(sample)}`),
  { name: "Cowatch, the whole app", open: openApp },
]);
await browser.close();
await app.stop();

await Deno.writeTextFile(new URL("bench/results/start.md", ROOT), report());

/** Takes turns, so that whatever else the machine does meets all alike. */
async function race(
  contestants: readonly Contestant[],
): Promise<Map<string, Turn[]>> {
  const turns = new Map<string, Turn[]>();
  for (let turn = 0; turn < TURNS; turn++) {
    for (const { name, open } of contestants) {
      const done = await take(browser, open);
      turns.set(name, [...turns.get(name) ?? [], done]);
    }
  }
  return turns;
}

async function take(
  browser: Browser,
  open: Contestant["open"],
): Promise<Turn> {
  const context = await browser.newContext({
    viewport: { width: 1600, height: 950 },
  });
  try {
    const page = await context.newPage();
    const click = await open(page);
    const network = await context.newCDPSession(page);
    const counted = await count(network);
    const ms = await click();
    return { ms, bytes: counted() };
  } finally {
    await context.close();
  }
}

/** Slows the network down, and counts what comes through it. */
async function count(network: CDPSession): Promise<() => number> {
  const finished = new Map<string, number>();
  const arriving = new Map<string, number>();
  network.on("Network.dataReceived", ({ requestId, dataLength }) => {
    arriving.set(requestId, (arriving.get(requestId) ?? 0) + dataLength);
  });
  // Only then are compressed bytes told.
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    finished.set(requestId, encodedDataLength);
    arriving.delete(requestId);
  });
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: NETWORK.latency,
    downloadThroughput: NETWORK.downMbit * 1e6 / 8,
    uploadThroughput: NETWORK.upMbit * 1e6 / 8,
  });
  return () =>
    [...finished.values(), ...arriving.values()].reduce((a, b) => a + b, 0);
}

function bare(url: string): Contestant {
  return { name: "bare hls.js page", open: (page) => openPage(page, url) };
}

async function openPage(page: Page, url: string) {
  await page.goto(url);
  return async () => {
    await page.click("button");
    const told = await page.waitForFunction(() =>
      (globalThis as { firstFrameMs?: number }).firstFrameMs
    );
    return Number(await told.jsonValue());
  };
}

/** The simulator with one viewer: the click is on a card of the library. */
async function openApp(page: Page) {
  const party = await openParty({
    browser,
    page,
    origin: app.origin,
    viewers: 1,
  });
  await page.evaluate(() => {
    const frame = document.querySelector("iframe");
    const inside = frame?.contentDocument;
    inside?.addEventListener("click", () => {
      const clickedAt = performance.now();
      inside.querySelector("video")?.requestVideoFrameCallback(() => {
        Object.assign(globalThis, {
          firstFrameMs: performance.now() - clickedAt,
        });
      });
    }, { capture: true, once: true });
  });
  await page.waitForTimeout(LOOK_MS);
  return async () => {
    await party.load(0, "Sample: Orbit");
    const told = await page.waitForFunction(() =>
      (globalThis as { firstFrameMs?: number }).firstFrameMs
    );
    return Number(await told.jsonValue());
  };
}

/** Builds both pages, with parts that are loaded on demand as their own files. */
async function build(): Promise<Map<string, string>> {
  const { outputFiles } = await esbuild.build({
    entryPoints: {
      page: new URL("bench/start/page.ts", ROOT).pathname,
      bare: new URL("bench/start/bare.ts", ROOT).pathname,
    },
    bundle: true,
    splitting: true,
    format: "esm",
    target: "chrome109",
    minify: true,
    write: false,
    outdir: "/",
  });
  await esbuild.stop();
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const script = scripts.get(pathname);
  if (script !== undefined) return zipped(script, "text/javascript");
  if (pathname.startsWith("/samples/")) {
    return new Response(
      await Deno.readFile(new URL(`static${pathname}`, ROOT)),
    );
  }
  if (pathname !== "/play") {
    return zipped(
      `<!doctype html><meta charset=utf-8><title>start</title>
<style>video{width:640px;height:360px}</style><button>Play</button>
<video muted playsinline></video><script type=module src=${pathname}.js></script>`,
      "text/html",
    );
  }
  const ks = kaltura.mintKs();
  const inPath = encodeURIComponent(ks);
  const manifest = new URL(await media.manifestUrl("0_plain", { ks }));
  return Response.json({
    manifestUrl: manifest.pathname + manifest.search,
    playUrl: `${kaltura.api}/p/123/embedPlaykitJs/uiconf_id/456` +
      `?${new URLSearchParams({ ks, entry_id: "0_plain" })}`,
    direct: `${kaltura.api}/p/123/sp/12300/playManifest/entryId/0_plain` +
      `/format/applehttp/protocol/https/ks/${inPath}/a.m3u8`,
  });
}

function zipped(text: string, type: string): Response {
  const body = new Blob([text]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Response(body, {
    headers: { "content-type": type, "content-encoding": "gzip" },
  });
}

function report(): string {
  const day = new Date().toISOString().slice(0, 10);
  return `# From click to first frame

\`deno task bench:start\`, ${day}, Deno ${Deno.version.deno}, Chromium
${browser.version()}, ${navigator.hardwareConcurrency} cores. Empty cache each
time, ${TURNS} turns each, taken in turn; network emulated: ${NETWORK.latency} ms,
${NETWORK.downMbit} Mbit/s. Bytes count from the click to the first frame; the
bare page has its script before the click; ours loads hls.js on demand: after the
click on the page of the first table, while the person looks in the app.

## Kaltura's media (fake CDN: two redirects, three renditions, MPEG-TS)

The bare page asks the CDN itself, with the KS in its addresses. Ours asks for
the manifest through our server, which keeps the KS.

${table(onKaltura)}

## The whole app, on a sample

The click is on a card of the library, ${
    LOOK_MS / 1000
  } s after joining: room, ready
gate, lead and sync included.

${table(onSamples)}
`;
}

function table(turns: ReadonlyMap<string, readonly Turn[]>): string {
  const [first] = turns.values();
  const base = median((first ?? []).map(({ ms }) => ms));
  const rows = [...turns].map(([name, all]) => {
    const times = all.map(({ ms }) => ms);
    const bytes = median(all.map(({ bytes }) => bytes));
    return `| ${name} | ${median(times).toFixed(0)} ms | ${
      percentile(times, 0.95).toFixed(0)
    } ms | ${(median(times) / base).toFixed(2)} | ${
      (bytes / 1000).toFixed(0)
    } KB |`;
  });
  return `| | p50 | p95 | ratio of p50 | bytes (p50) |
| --- | --- | --- | --- | --- |
${rows.join("\n")}`;
}
