/**
 * One page with one player in front of a fake Kaltura of its own.
 * @module
 */
import type { Browser, Page } from "playwright-core";
import { bundle } from "../support/bundle.ts";
import {
  type FakeKaltura,
  startFakeKaltura,
} from "../support/fakes/fake_kaltura.ts";
import { kalturaMedia } from "../support/fakes/kaltura_media.ts";
import {
  answerPlayer,
  kalturaPlayerScript,
} from "../support/fakes/kaltura_player.ts";
import { startMediaServer } from "./media_server.ts";
import type { Harness } from "./page.ts";

declare const harness: Harness;
/** `native`: the browser's own HLS, for those without Media Source Extensions. */
export type StageEngine = "hls" | "playkit" | "native";
/** What the page tells. */
export type State = ReturnType<Harness["state"]>;

/** See the module. */
export interface Stage {
  kaltura: FakeKaltura;
  page: Page;
  state(): Promise<State>;
  /** Waits until the state is so, and returns it. */
  until(
    what: string,
    isSo: (state: State) => boolean,
    timeoutMs?: number,
  ): Promise<State>;
}

/** Captions as one file: `file <second>` at each second of half a minute. */
const CAPTION_FILE = "WEBVTT\n" + Array.from({ length: 30 }, (_, i) => {
  const at = `00:${String(i).padStart(2, "0")}`;
  return `${at}.000 --> ${at}.900\nfile ${i}\n`;
}).join("");

const bundles = new Map<string, Promise<string>>();

/** Sets the stage, acts, and clears it. */
export async function onStage(
  browser: Browser,
  engine: StageEngine,
  act: (stage: Stage) => Promise<void>,
): Promise<void> {
  await onPage(browser, { file: "page.ts", engine }, async (bare) => {
    const state = () => bare.page.evaluate(() => harness.state());
    await act({
      ...bare,
      state,
      async until(what, isSo, timeoutMs = 15_000) {
        const deadline = performance.now() + timeoutMs;
        for (;;) {
          const now = await state();
          if (isSo(now)) return now;
          if (performance.now() > deadline) {
            const { frames: _, ...rest } = now;
            throw new Error(`not ${what}: ${JSON.stringify(rest)}`);
          }
          await bare.page.waitForTimeout(50);
        }
      },
    });
  });
}

/** Opens a page that runs a file of this folder, with a fake Kaltura behind it. */
export async function onPage(
  browser: Browser,
  { file, engine }: { file: string; engine: StageEngine },
  act: (stage: Pick<Stage, "kaltura" | "page">) => Promise<void>,
): Promise<void> {
  const bundled = bundles.get(file) ??
    bundle(new URL(file, import.meta.url));
  bundles.set(file, bundled);
  const code = await bundled;
  await using kaltura = startFakeKaltura({
    media: await kalturaMedia(),
    more: answerPlayer(engine === "playkit" ? await kalturaPlayerScript() : ""),
  });
  await using server = startMediaServer({
    cdnUrl: kaltura.api,
    async other(request) {
      const url = new URL(request.url);
      if (url.pathname === "/page.js") return typed(code, "text/javascript");
      if (url.pathname === "/captions.vtt") {
        return typed(CAPTION_FILE, "text/vtt");
      }
      if (url.pathname === "/ks") {
        return Response.json({ ks: kaltura.mintKs() });
      }
      if (url.pathname !== "/play") {
        return typed(
          "<!doctype html><meta charset=utf-8><body><script src=/page.js></script>",
          "text/html",
        );
      }
      // As the app does: each play asks the gateway for a KS.
      const ks = kaltura.mintKs();
      const entry = url.searchParams.get("entry") ?? "";
      const { pathname, search } = new URL(
        await server.manifestUrl(entry, { ks }),
      );
      return Response.json({
        manifestUrl: pathname + search,
        // Without the KS, as browsers get it.
        playUrl: `${kaltura.api}/p/123/embedPlaykitJs/uiconf_id/456` +
          `?entry_id=${entry}`,
      });
    },
  });
  const page = await browser.newPage();
  try {
    await page.goto(`${server.origin}/?engine=${engine}`);
    await act({ kaltura, page });
  } finally {
    await page.close();
  }
}

function typed(body: string, type: string): Response {
  return new Response(body, { headers: { "content-type": type } });
}
