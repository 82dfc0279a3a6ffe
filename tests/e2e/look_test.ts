/** How the page looks and answers, where style sheets decide: measured in Chromium. */
import {
  assert,
  assertEquals,
  assertLess,
  assertStringIncludes,
} from "@std/assert";
import type { CDPSession } from "playwright-core";
import { browserTest } from "@/tests/support/browser.ts";
import { FONT } from "@/components/styles.ts";
import { startServer } from "./server.ts";
import { withParty } from "./with_party.ts";

interface Point {
  x: number;
  y: number;
}

/** Wait for captions, ms: the film has none for some seconds. */
const PATIENCE_MS = 15_000;
/** Most that a page may move about until its film plays. Source: a fifth of what Web Vitals calls good (0.1). */
const MOST_SHIFT = 0.02;

/** Where the browser draws the captions of the page's first video, of which scripts know nothing. @returns `null`: none are on screen. */
async function captionsBox(
  cdp: CDPSession,
): Promise<{ top: number; bottom: number } | null> {
  const { root } = await cdp.send("DOM.getDocument", {
    depth: -1,
    pierce: true,
  });
  const walk = (node: typeof root): number | null => {
    if (node.attributes?.includes("-webkit-media-text-track-display")) {
      return node.backendNodeId;
    }
    const inner = [
      ...node.children ?? [],
      ...node.shadowRoots ?? [],
      ...node.contentDocument ? [node.contentDocument] : [],
    ];
    for (const one of inner) {
      const found = walk(one);
      if (found !== null) return found;
    }
    return null;
  };
  const backendNodeId = walk(root);
  if (backendNodeId === null) return null;
  const { model } = await cdp.send("DOM.getBoxModel", { backendNodeId });
  const ys = model.border.filter((_, index) => index % 2 === 1);
  return { top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** Runs in the page. @returns How much it has moved about without being asked to, and what moved. */
async function shiftsUntilNow(): Promise<{ value: number; what: string[] }[]> {
  interface Shift {
    value: number;
    hadRecentInput: boolean;
    sources: { node: Node | null }[];
  }
  const shifts: { value: number; what: string[] }[] = [];
  const { promise: isMarked, resolve: setMarked } = Promise
    .withResolvers<void>();
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.entryType === "mark") setMarked();
      if (entry.entryType !== "layout-shift") continue;
      const { value, hadRecentInput, sources } = entry as unknown as Shift;
      if (hadRecentInput) continue;
      const what = sources.map(({ node }) =>
        node instanceof Element
          ? `${node.tagName}.${node.className}`
          : String(node?.parentElement?.className)
      );
      shifts.push({ value, what });
    }
  });
  observer.observe({ type: "layout-shift", buffered: true });
  // Entries come in their order: when this one is here, so are those of before.
  observer.observe({ type: "mark" });
  performance.mark("until now");
  await isMarked;
  return shifts;
}

browserTest(
  "[U60] [U64] the font is there, and nothing moves until the film plays",
  () =>
    withParty({ viewers: 1 }, async (party) => {
      const html = party.viewer(0).locator("html");
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(1);
      const fonts = await html.evaluate(() =>
        [...document.fonts].filter(({ status }) => status === "loaded")
          .map(({ family }) => family.replaceAll('"', ""))
      );
      assertEquals(fonts, ["Figtree"]);
      const shifts = await html.evaluate(shiftsUntilNow);
      const sum = shifts.reduce((sum, { value }) => sum + value, 0);
      assertLess(sum, MOST_SHIFT, JSON.stringify(shifts, null, 1));
    }),
);

browserTest(
  "[U62] [U63] [U64] captions keep clear of controls and bars, keys and fingers are answered",
  () =>
    withParty({ viewers: 1 }, async (party) => {
      const { page } = party;
      const frame = party.viewer(0);
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(1);
      // Higher than the film, which so has bars above and below.
      await page.locator("iframe[data-viewer]").evaluate(
        (iframe, size) => iframe.setAttribute("style", size),
        "position:fixed;inset:0;border:0;z-index:9;width:1280px;height:900px",
      );
      await frame.getByRole("button", { name: "Turn captions on" }).click();
      const cdp = await page.context().newCDPSession(page);
      /** Waits until captions end above a line, and no higher over it than they may. */
      const captionsEnd = async (above: () => Promise<number>, by: number) => {
        for (const end = Date.now() + PATIENCE_MS;;) {
          const box = await captionsBox(cdp);
          const line = await above();
          if (box && box.bottom <= line + 1 && box.bottom > line - by) return;
          assertLess(Date.now(), end, JSON.stringify({ box, line, by }));
        }
      };
      await frame.locator(".play").focus();
      await page.keyboard.press("Shift");
      const stage = await frame.locator("video").boundingBox();
      assert(stage);
      const most = stage.height / 4;
      await captionsEnd(async () => {
        const line = await frame.locator(".line").boundingBox();
        return line?.y ?? 0;
      }, most);

      await frame.locator("#cinema").evaluate(() =>
        (document.activeElement as HTMLElement).blur()
      );
      await page.mouse.move(500, 400);
      await frame.locator("#cinema[data-idle]").waitFor();
      const bar = (stage.height - stage.width * 9 / 16) / 2;
      assert(bar > 20, `bars of ${bar}`);
      const low = stage.y + stage.height - bar;
      await captionsEnd(() => Promise.resolve(low), most);

      // A key shows what it has done, though the controls have gone.
      await page.keyboard.press("ArrowDown");
      await frame.locator(".flash-sound", { hasText: "95%" }).waitFor();
      await page.keyboard.press("l");
      await frame.locator(".flash-ahead", { hasText: "10s" }).waitFor();

      // Two taps at the left leap back. Their times are the fingers', not this machine's.
      const startMs = Date.now();
      const touch = (
        type: "touchStart" | "touchEnd",
        { touchPoints, afterMs }: { touchPoints: Point[]; afterMs: number },
      ) =>
        cdp.send("Input.dispatchTouchEvent", {
          type,
          touchPoints,
          timestamp: (startMs + afterMs) / 1000,
        });
      for (const afterMs of [0, 150]) {
        await touch("touchStart", {
          touchPoints: [{ x: 200, y: 400 }],
          afterMs,
        });
        await touch("touchEnd", { touchPoints: [], afterMs: afterMs + 50 });
      }
      await frame.locator(".flash-back", { hasText: "10s" }).waitFor();
    }),
);

Deno.test("[U60] [U61] the page names its font and the person's theme; the font is kept for good", async () => {
  const server = await startServer();
  try {
    for (const prefix of ["", "/.proxy"]) {
      const font = await fetch(server.origin + prefix + FONT);
      assertEquals(font.status, 200);
      assertEquals((await font.arrayBuffer()).byteLength > 10_000, true);
      assertEquals(
        font.headers.get("cache-control"),
        "public, max-age=31536000, immutable",
      );
    }
    const missing = await fetch(`${server.origin}/fonts/none-1-latin.woff2`);
    assertEquals(missing.status, 404);
    assertEquals(missing.headers.get("cache-control"), "no-store");
    await missing.body?.cancel();
    const page = await fetch(`${server.origin}/?frame_id=1&theme=light`);
    const html = await page.text();
    assertStringIncludes(html, 'data-theme="light"');
    assertStringIncludes(html, `as="font" type="font/woff2" href="${FONT}"`);
    const sheet = await fetch(`${server.origin}/styles/tokens.css`);
    assertStringIncludes(await sheet.text(), `url("..${FONT}")`);
  } finally {
    assertEquals(await server.stop(), 0);
  }
});
