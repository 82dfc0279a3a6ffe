/**
 * Builds the app and fails when server code or a secret is in what browsers
 * get, or when a page loads too much JavaScript before it asks for more.
 *
 * Run: `deno run -A tools/check_bundle.ts`
 * @module
 */
import { STYLES } from "../components/styles.ts";
import { Builder } from "fresh/dev";
import { pathToFileURL } from "node:url";
import { builderOptions } from "../fresh.config.ts";
import { unsupportedInScripts, unsupportedInStyles } from "./check_browsers.ts";
import { readBelow } from "./sources.ts";
import { WHICH_FRESH } from "../lib/server/process/which_fresh.ts";

/** Most JavaScript before the Discord SDK and hls.js load on demand, bytes of gzip. Chosen: half a second of a slow phone's network. */
export const MAX_INITIAL_BYTES = 45_000;

/** Most that the texts of one language may take beside it, bytes of gzip; a page loads one. Chosen: as many as it has code for a screen. */
const MAX_TEXT_BYTES = 9_000;

/** What is read as text of what browsers get. */
const isText = (path: string) => /\.(js|css|html|json|svg)$/.test(path);

/** Where those are. */
const TEXTS = /^\/texts\/.+\.js$/;

/**
 * What Fresh's own browser runtime has more than the stand-in's, bytes of gzip.
 * Source: builds of this app on both, 2026-11-25, Fresh 2.3.3: 41.2 and 32.4 KB.
 */
const RUNTIME_BYTES = 8_900;

/** Environment of the check: production, with secrets that are easy to find. */
const CANARIES: Record<string, string> = {
  DISCORD_CLIENT_SECRET: "canary-client-secret-6a1f0d",
  DISCORD_BOT_TOKEN: "canary-bot-token-93be71",
  SESSION_SECRET: "canary-session-secret-of-32-bytes-or-more-58c2",
  REDIS_URL: "redis://:canary-redis-password-e07d@localhost:6379",
  API_GATEWAY_URL: "http://canary-gateway-4b9e.example/api",
};
const ENVIRONMENT: Record<string, string> = {
  ...CANARIES,
  NODE_ENV: "production",
  DISCORD_CLIENT_ID: "123456789012345678",
};

const SERVER_FOLDERS = ["lib/server", "routes"];
const BROWSER_FOLDERS = [
  "lib/client",
  "lib/room",
  "lib/shared",
  "lib/sync",
  "islands",
  "components",
  "views",
];

/** What some promised browser lacks, and why nobody misses it there. */
const HARMLESS_IN_SCRIPTS: Readonly<Record<string, string>> = {
  ".dispose()": "our own objects have it",
  ".union()": "a schema of valibot",
  ".DurationFormat()": "asked for before it is used",
};
const HARMLESS_IN_STYLES: Readonly<Record<string, string>> = {
  "css3-cursors": "a phone has no pointer",
  "css-scrollbar": "another scroll bar scrolls as well",
};

/** What no script for browsers may contain, whatever our sources say. */
const NEVER: readonly RegExp[] = [
  /\bDeno\./,
  /["']node:\w/,
  /\b(?:DISCORD_(?:CLIENT_SECRET|BOT_TOKEN)|SESSION_SECRET|REDIS_URL)\b/,
];

/** Text by name: URL path, or path of a source. */
type Texts = ReadonlyMap<string, string>;

/** Sentences and names in capitals that only the server's sources have, and where from. What is a part of what browsers say is theirs too. */
export function serverMarkers(
  sources: { server: Texts; browser: Texts },
): Map<string, string> {
  const shared = [...sources.browser.values()].flatMap(literalsOf).join("\n");
  const markers = new Map<string, string>();
  for (const [path, source] of sources.server) {
    for (const literal of literalsOf(source)) {
      if (!shared.includes(literal)) markers.set(literal, path);
    }
  }
  return markers;
}

function literalsOf(source: string): string[] {
  const quoted = source.matchAll(/"((?:[^"\\\n]|\\.)+)"/g);
  const templates = source.matchAll(/`([^`]+)`/g);
  return [
    ...[...quoted].map(([, text = ""]) => text),
    ...[...templates].flatMap(([, text = ""]) => text.split(/\$\{[^}]*\}/)),
  ].filter((text) =>
    /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(text) ||
    (text.length >= 12 && /\w \w/.test(text) && !/[\n\\]/.test(text))
  );
}

/** @returns One sentence a leak. */
export function leaksIn(
  texts: Texts,
  markers: ReadonlyMap<string, string>,
): string[] {
  const leaks: string[] = [];
  for (const [name, text] of texts) {
    for (const [marker, path] of markers) {
      if (text.includes(marker)) {
        leaks.push(`${name} has "${marker}" (${path})`);
      }
    }
    if (!/\.js$/.test(name)) continue;
    for (const pattern of NEVER) {
      const found = pattern.exec(text)?.[0];
      if (found) leaks.push(`${name} has "${found}"`);
    }
  }
  return leaks;
}

/** Scripts that a page loads at once: its own, what it preloads, and all that those import statically. */
export function initialScripts(html: string, scripts: Texts): string[] {
  const found = new Set<string>();
  const visit = (path: string, base: string) => {
    const { pathname } = new URL(path, `http://localhost${base}`);
    const script = scripts.get(pathname);
    if (!pathname.endsWith(".js") || found.has(pathname)) return;
    if (script === undefined) return;
    found.add(pathname);
    for (const [, next = ""] of script.matchAll(STATIC_IMPORT)) {
      visit(next, pathname);
    }
  };
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/g)) {
    const [, url] = /\b(?:src|href)="([^"]+)"/.exec(tag) ?? [];
    if (url) visit(url, "/");
  }
  for (const [, code = ""] of html.matchAll(/<script[^>]*>([^<]*)</g)) {
    for (const [, next = ""] of code.matchAll(STATIC_IMPORT)) visit(next, "/");
  }
  return [...found];
}

/** `import … from "x"`, `import "x"` and `export … from "x"`, but not `import("x")`. */
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*"((?:\.{0,2}\/)[^"]+\.js)"/g;

/** Size of a text by gzip at its usual level, as a proxy in front sends it. */
export async function gzipBytes(text: string): Promise<number> {
  const zipped = new Blob([text]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return (await new Response(zipped).arrayBuffer()).byteLength;
}

/** @returns Exit code. */
async function check(outDir: string): Promise<number> {
  for (const [name, value] of Object.entries(ENVIRONMENT)) {
    Deno.env.set(name, value);
  }
  await new Builder({ ...builderOptions, outDir }).build();
  const { default: built } = await import(
    pathToFileURL(`${outDir}/server.js`).href
  );
  const files = new Map(
    [...await readBelow([`${outDir}/static`], isText)].map((
      [path, text],
    ) => [path.slice(`${outDir}/static`.length), text]),
  );
  const pages = new Map<string, string>();
  for (const path of ["/?frame_id=x&instance_id=i-1", "/", "/nowhere"]) {
    const response = await built.fetch(new Request(`http://localhost${path}`));
    pages.set(path, await response.text());
  }
  const markers = serverMarkers({
    server: await readBelow(SERVER_FOLDERS),
    browser: new Map([
      ...await readBelow(BROWSER_FOLDERS),
      ...await readBelow(["lib/shared/texts"], isText),
    ]),
  });
  const secrets = new Map(
    Object.entries(CANARIES).map(([name, value]) => [value, name]),
  );
  const problems = [
    ...leaksIn(files, new Map([...markers, ...secrets])),
    ...leaksIn(pages, secrets),
    ...unsupportedInScripts(
      new Map([...files].filter(([name]) => name.endsWith(".js"))),
      { floor: builderOptions.target, allowed: HARMLESS_IN_SCRIPTS },
    ),
    ...await unsupportedInStyles(
      STYLES.map((path) => files.get(path) ?? "").join("\n"),
      { floor: builderOptions.target, allowed: HARMLESS_IN_STYLES },
    ),
  ];

  const [html = ""] = pages.values();
  const initial = initialScripts(html, files)
    .filter((path) => !TEXTS.test(path));
  const languages = await Promise.all(
    [...files].filter(([path]) => TEXTS.test(path)).map(([, text]) =>
      gzipBytes(text)
    ),
  );
  const sizes = await Promise.all(
    initial.map((path) => gzipBytes(files.get(path) ?? "")),
  );
  const sent = sizes.reduce((sum, size) => sum + size, 0);
  if (initial.length === 0) problems.push("The page of a room has no script");
  const bytes = sent + (WHICH_FRESH === "stand-in" ? RUNTIME_BYTES : 0);
  if (bytes > MAX_INITIAL_BYTES) {
    problems.push(
      `JavaScript loaded at once is over ${MAX_INITIAL_BYTES} bytes`,
    );
  }
  const largest = Math.max(...languages);
  if (largest > MAX_TEXT_BYTES) {
    problems.push(`Texts of a language are over ${MAX_TEXT_BYTES} bytes`);
  }
  const print = (line: string) =>
    Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  print(
    `JavaScript loaded at once: ${(bytes / 1000).toFixed(1)} KB gzip of ${
      MAX_INITIAL_BYTES / 1000
    } KB, ${initial.length} files; Fresh: ${WHICH_FRESH}`,
  );
  print(
    `Texts beside it: ${(largest / 1000).toFixed(1)} KB gzip of ${
      MAX_TEXT_BYTES / 1000
    } KB at most, ${languages.length} languages`,
  );
  print(
    `looked for ${markers.size} markers of server code, ${secrets.size} secrets and ${NEVER.length} patterns in ${files.size} files`,
  );
  initial.forEach((path, i) => print(`${sizes[i]} bytes gzip: ${path}`));
  for (const problem of problems) print(`problem: ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  const outDir = await Deno.makeTempDir();
  let code = 1;
  try {
    code = await check(outDir);
  } finally {
    await Deno.remove(outDir, { recursive: true });
  }
  Deno.exit(code);
}
