import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  gzipBytes,
  initialScripts,
  leaksIn,
  MAX_INITIAL_BYTES,
  serverMarkers,
} from "../tools/check_bundle.ts";

Deno.test("[L3] no server code and no secret reaches a browser; at most 45 KB before the SDK and hls.js", async () => {
  assertEquals(MAX_INITIAL_BYTES, 45_000);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tools/check_bundle.ts"],
    cwd: new URL("..", import.meta.url),
  }).output();
  const decoder = new TextDecoder();
  const told = decoder.decode(stdout);
  assertEquals(code, 0, told + decoder.decode(stderr));
  assertMatch(told, /^JavaScript loaded at once: [\d.]+ KB gzip of 45 KB/);
  const [, markers = ""] = /looked for (\d+) markers/.exec(told) ?? [];
  assert(Number(markers) > 50, told);
});

Deno.test("[L3] a server's sentence, setting or secret in a script is found", () => {
  const browser = new Map([[
    "lib/client/a.ts",
    'tell("Something went wrong. The room is full.")',
  ]]);
  const server = new Map([[
    "lib/server/b.ts",
    'tell("Something went wrong"); log("the store is away"); env("MY_KEY");' +
    " say(`opened a room for ${id} in a hurry`)",
  ]]);
  const markers = serverMarkers({ server, browser });
  assertEquals([...markers.keys()], [
    "the store is away",
    "MY_KEY",
    "opened a room for ",
  ]);
  const leaking = [
    'x("the store is away")',
    "y(`opened a room for ${z}`)",
    "env.MY_KEY",
    "Deno.env",
    'import"node:fs"',
    "process.env.SESSION_SECRET",
  ];
  for (const script of leaking) {
    const leaks = leaksIn(new Map([["/a.js", script]]), markers);
    assertEquals(leaks.length, 1, script);
  }
  const clean = new Map([["/a.js", 'tell("Something went wrong")']]);
  assertEquals(leaksIn(clean, markers), []);
  const page = new Map([["/", "Deno. is what serves this"]]);
  assertEquals(leaksIn(page, markers), []);
});

Deno.test("[L3] initialScripts() follows static imports, and only those", () => {
  const scripts = new Map([
    ["/js/boot.js", 'import{a as b}from"./one.js";import("./later.js")'],
    ["/js/one.js", 'import"./two.js";export{x}from"./three.js"'],
    ["/js/two.js", 'const later=()=>import("./later.js")'],
    ["/js/three.js", 'import"./one.js"'],
    ["/js/island.js", ""],
    ["/js/preloaded.js", ""],
    ["/js/later.js", ""],
    ["/own.js", ""],
    ["/own.css", ""],
  ]);
  const html =
    `<html><head><link rel="stylesheet" href="/own.css"><script src="/own.js?__frsh_c=1"></script>
    <link rel="modulepreload" href="/js/preloaded.js"></head><body>
    <script type="module">import{boot}from"/js/boot.js";import*as m0 from"/js/island.js";boot([m0]);</script>`;
  assertEquals(
    initialScripts(html, scripts).toSorted(),
    [...scripts.keys()].filter((path) => !/later|css/.test(path)).toSorted(),
  );
});

Deno.test("[L3] gzipBytes() measures what is sent", async () => {
  const bytes = await gzipBytes("a".repeat(10_000));
  assert(bytes > 20 && bytes < 100);
});
