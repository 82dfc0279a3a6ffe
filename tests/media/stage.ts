/**
 * One page with one player in front of a fake Kaltura of its own.
 * @module
 */
import type { Browser, Page } from "playwright-core";
import { bundle } from "../../lib/testing/bundle.ts";
import type { EngineName } from "../../lib/shared/video.ts";
import { type FakeKaltura, startFakeKaltura } from "../fakes/fake_kaltura.ts";
import { kalturaMedia } from "../fakes/kaltura_media.ts";
import { answerPlayer, kalturaPlayerScript } from "../fakes/kaltura_player.ts";
import { startMediaServer } from "./media_server.ts";
import type { Harness } from "./page.ts";

declare const harness: Harness;
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

let script: Promise<string> | undefined;

/** Sets the stage, acts, and clears it. */
export async function onStage(
  browser: Browser,
  engine: EngineName,
  act: (stage: Stage) => Promise<void>,
): Promise<void> {
  script ??= bundle(new URL("./page.ts", import.meta.url));
  const code = await script;
  await using kaltura = startFakeKaltura({
    media: await kalturaMedia(),
    more: answerPlayer(engine === "playkit" ? await kalturaPlayerScript() : ""),
  });
  await using server = startMediaServer({
    cdnUrl: kaltura.api,
    async other(request) {
      const url = new URL(request.url);
      if (url.pathname === "/page.js") return typed(code, "text/javascript");
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
        playUrl: `${kaltura.api}/p/123/embedPlaykitJs/uiconf_id/456` +
          `?${new URLSearchParams({ ks, entry_id: entry })}`,
      });
    },
  });
  const page = await browser.newPage();
  try {
    await page.goto(`${server.origin}/?engine=${engine}`);
    const state = () => page.evaluate(() => harness.state());
    await act({
      kaltura,
      page,
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
          await page.waitForTimeout(50);
        }
      },
    });
  } finally {
    await page.close();
  }
}

function typed(body: string, type: string): Response {
  return new Response(body, { headers: { "content-type": type } });
}
