/**
 * One page with one player in front of the sample media.
 * @module
 */
import type { Browser, Page } from "playwright-core";
import type { EngineName } from "../../lib/shared/video/video.ts";
import { bundle } from "../support/bundle.ts";
import { startFakeKaltura } from "../support/fakes/fake_kaltura.ts";
import {
  answerPlayer,
  kalturaPlayerScript,
} from "../support/fakes/kaltura_player.ts";
import type { Harness } from "./page.ts";
import { type SampleServer, startSampleServer } from "./sample_server.ts";

declare const harness: Harness;
/** What the page tells. */
type State = ReturnType<Harness["state"]>;

/** See the module. */
export interface Stage {
  server: SampleServer;
  page: Page;
  state(): Promise<State>;
  /** Waits until the state is so, and returns it. @throws {Error} With the state, when it never is. */
  until(what: string, isSo: (state: State) => boolean): Promise<State>;
}

/** Longest wait for a state, ms. */
const PATIENCE_MS = 15_000;

let script: Promise<string> | undefined;

/** Sets the stage, acts, and clears it. */
export async function onStage(
  browser: Browser,
  act: (stage: Stage) => Promise<void>,
  { engine = "hls" }: { engine?: EngineName } = {},
): Promise<void> {
  script ??= bundle(new URL("./page.ts", import.meta.url));
  await using server = startSampleServer(await script);
  await using kaltura = startFakeKaltura({
    more: answerPlayer(engine === "playkit" ? await kalturaPlayerScript() : ""),
  });
  const ks = encodeURIComponent(kaltura.mintKs());
  const query = new URLSearchParams({
    engine,
    playUrl: `${kaltura.api}/p/123/embedPlaykitJs/uiconf_id/456?ks=${ks}`,
  });
  const page = await browser.newPage();
  const state = () => page.evaluate(() => harness.state());
  try {
    await page.goto(`${server.origin}/?${query}`);
    await act({
      server,
      page,
      state,
      async until(what, isSo) {
        const deadline = performance.now() + PATIENCE_MS;
        for (;;) {
          const now = await state();
          if (isSo(now)) return now;
          if (performance.now() > deadline) {
            const { pictures: _, ...rest } = now;
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

/** How often an event was told. */
export function countOf({ events }: State, type: string): number {
  return events.filter((event) => event.type === type).length;
}

/** Whether media runs beyond a place, s. */
export function runsPast(place: number) {
  return ({ sample }: State): boolean =>
    sample !== null && sample.playing && sample.mediaTime > place;
}
