/** WebVTT files as strangers write them, in Chromium, under the policy that Discord's proxy sets. */
import { assertEquals } from "@std/assert";
import { browserTest, launchChromium } from "../support/browser.ts";
import { bundle } from "../support/bundle.ts";
import { ODD_FILES } from "./odd_webvtt.ts";
import type { CaptionsHarness } from "./page.ts";

declare const harness: CaptionsHarness;

/** What counts here of the policy that Discord's proxy puts in the place of ours. */
const DISCORD_POLICY =
  "default-src 'self'; script-src 'self'; media-src 'self' blob: data:";

browserTest(
  "[W33] odd WebVTT files have the cues that browsers give them",
  async (t) => {
    const script = await bundle(new URL("page.ts", import.meta.url));
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      ({ url }) => answer(new URL(url).pathname, script),
    );
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.addr.port}/`);
      for (const [n, { name, text, cues }] of ODD_FILES.entries()) {
        await t.step(name, async () => {
          const read = await page.evaluate(
            (text) => harness.byReader(text),
            text,
          );
          assertEquals(read, cues);
          const url = `/${n}.vtt`;
          const own = await page.evaluate((url) => harness.byTrack(url), url);
          assertEquals(read, own, "as the browser's own track");
        });
      }
    } finally {
      await browser.close();
    }
  },
);

function answer(path: string, script: string): Response {
  const [, n] = /^\/(\d+)\.vtt$/.exec(path) ?? [];
  const [body, type] = n !== undefined
    ? [ODD_FILES[Number(n)]?.text ?? "", "text/vtt"]
    : path === "/page.js"
    ? [script, "text/javascript"]
    : [
      "<!doctype html><meta charset=utf-8><body><script src=/page.js></script>",
      "text/html",
    ];
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-security-policy": DISCORD_POLICY,
    },
  });
}
