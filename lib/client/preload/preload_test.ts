import { assertEquals, assertRejects } from "@std/assert";
import type { PlayAnswer } from "../../shared/video/video.ts";
import { createPreloader, PRELOAD_FROM_S } from "./preload.ts";

function start(options: { savesData?: boolean; fails?: boolean } = {}) {
  const asked: string[] = [];
  const warmed: string[] = [];
  const signals: AbortSignal[] = [];
  let nowMs = 0;
  const preloader = createPreloader({
    findMedia(videoId) {
      asked.push(videoId);
      if (options.fails) return Promise.reject(new Error("away"));
      return Promise.resolve({ videoId } as PlayAnswer);
    },
    warm(answer, signal) {
      warmed.push(answer.videoId);
      signals.push(signal);
      return Promise.resolve();
    },
    savesData: () => options.savesData ?? false,
    now: () => nowMs,
  });
  return {
    preloader,
    asked,
    warmed,
    signals,
    pass: (ms: number) => nowMs += ms,
  };
}

const SOON = { videoId: "v2", leftS: PRELOAD_FROM_S };

Deno.test("[W26] what comes next is asked for once, near the end, and used", async () => {
  const { preloader, asked, warmed } = start();
  preloader.consider({ videoId: "v2", leftS: PRELOAD_FROM_S + 1 });
  assertEquals(asked, []);
  for (let n = 0; n < 5; n++) preloader.consider(SOON);
  assertEquals(asked, ["v2"]);
  const answer = await preloader.take("v2");
  assertEquals(answer?.videoId, "v2");
  assertEquals(warmed, ["v2"]);
  assertEquals(preloader.take("v2"), null, "only once");
});

Deno.test("[W26] another order of the queue drops what was got", async () => {
  const { preloader, asked, signals } = start();
  preloader.consider(SOON);
  await Promise.resolve();
  await Promise.resolve();
  preloader.consider({ ...SOON, videoId: "v3" });
  assertEquals(signals[0]?.aborted, true);
  assertEquals(preloader.take("v2"), null);
  preloader.consider({ ...SOON, videoId: null });
  assertEquals(preloader.take("v3"), null);
  assertEquals(asked, ["v2", "v3"]);
});

Deno.test("[W26] who saves data gets nothing early, and old leave is not used", () => {
  const thrifty = start({ savesData: true });
  thrifty.preloader.consider(SOON);
  assertEquals(thrifty.asked, []);
  const slow = start();
  slow.preloader.consider(SOON);
  slow.pass(60 * 60_000);
  assertEquals(slow.preloader.take("v2"), null);
});

Deno.test("[W26] what fails early is asked for anew, and told then", async () => {
  const { preloader, asked } = start({ fails: true });
  preloader.consider(SOON);
  const answer = preloader.take("v2");
  await assertRejects(() => answer ?? Promise.resolve(), Error, "away");
  assertEquals(asked, ["v2", "v2"]);
});
