/**
 * `deno task bench:first-start`: from a fresh clone with an empty cache to a
 * playing video, and what that downloads. Absolute times depend on the machine
 * and its network; the shares and the bytes are what is worth comparing.
 * @module
 */
import { launchChromium } from "@/tests/support/browser.ts";
import { freePort } from "@/tests/e2e/server.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { openParty } from "@/tests/e2e/party.ts";

helpIfAsked(import.meta);

const ROOT = new URL("..", import.meta.url).pathname;
const RESULT = `${ROOT}bench/results/first-start.md`;

const work = await Deno.makeTempDir();
const clone = `${work}/clone`;
const port = freePort();
await run("git", ["clone", "--quiet", ROOT, clone]);

const beganAt = performance.now();
const seconds = () => (performance.now() - beganAt) / 1000;
const server = new Deno.Command(Deno.execPath(), {
  args: ["task", "start"],
  cwd: clone,
  env: { DENO_DIR: `${work}/cache`, PORT: String(port) },
  stdout: "null",
  stderr: "null",
}).spawn();
const origin = `http://localhost:${port}`;
while (!await answers(origin)) {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
const servingS = seconds();

const browser = await launchChromium();
const party = await openParty({ browser, origin, viewers: 2 });
const signedInS = seconds();
await party.load(0, "Sample: Orbit");
await party.untilPlaying(2);
const playingS = seconds();
await browser.close();
const cacheBytes = await sizeOf(`${work}/cache`);
await run("pkill", ["-P", String(server.pid)]);
await server.status;

await Deno.writeTextFile(
  RESULT,
  `# First start

From a fresh clone with an empty Deno cache. \`deno task bench:first-start\`,
${
    new Date().toISOString().slice(0, 10)
  }, Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} cores.

| step                            | after |
| ------------------------------- | ----- |
| built and serving               | ${servingS.toFixed(1)} s |
| two people signed in (Chromium) | ${signedInS.toFixed(1)} s |
| video playing on both screens   | ${playingS.toFixed(1)} s |

Downloaded packages: ${
    (cacheBytes / 1e6).toFixed(1)
  } MB in the cache. The clone itself:
${
    ((await sizeOf(`${clone}/static`)) / 1e6).toFixed(1)
  } MB of static files, mostly sample media.
`,
);
await Deno.remove(work, { recursive: true });

async function run(command: string, args: string[]): Promise<void> {
  await new Deno.Command(command, { args, stdout: "null" }).output();
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/health`);
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Not serving yet.
    return false;
  }
}

async function sizeOf(folder: string): Promise<number> {
  let size = 0;
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    size += entry.isDirectory
      ? await sizeOf(path)
      : entry.isFile
      ? (await Deno.stat(path)).size
      : 0;
  }
  return size;
}
