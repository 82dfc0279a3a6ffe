import "@/tests/support/english.ts";
import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { type FrameCount, stutters, watchHardware } from "./hardware.ts";

/** A device that keeps what it is told. */
function deviceStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    kept,
  };
}

/** A video of 24 frames a second that loses a share of them. */
function playing(
  options: {
    storage: () => Pick<Storage, "getItem" | "setItem">;
    answer?: () => Promise<{ enabled: boolean }>;
    isVisible?: boolean;
  },
) {
  const time = new FakeTime();
  let asked = 0;
  let count: FrameCount = { totalVideoFrames: 0, droppedVideoFrames: 0 };
  const answer = options.answer ?? (() => Promise.resolve({ enabled: true }));
  const dispose = watchHardware({
    sdk: {
      commands: {
        encourageHardwareAcceleration() {
          asked++;
          return answer();
        },
      },
    },
    video: { getVideoPlaybackQuality: () => count },
    isVisible: () => options.isVisible ?? true,
    storage: options.storage,
  });
  return {
    asked: () => asked,
    async play(seconds: number, lost: number) {
      for (let second = 0; second < seconds; second++) {
        count = {
          totalVideoFrames: count.totalVideoFrames + 24,
          droppedVideoFrames: count.droppedVideoFrames + 24 * lost,
        };
        await time.tickAsync(1000);
      }
    },
    [Symbol.dispose]() {
      dispose();
      time.restore();
    },
  };
}

Deno.test("[D8] who sees the video stutter is asked, once on this device", async () => {
  const device = deviceStorage();
  {
    using viewer = playing({ storage: () => device });
    await viewer.play(60, 0.02);
    assertEquals(viewer.asked(), 0, "it plays well");
    await viewer.play(20, 0.4);
    assertEquals(viewer.asked(), 1);
    await viewer.play(60, 0.4);
    assertEquals(viewer.asked(), 1);
  }
  using again = playing({ storage: () => device });
  await again.play(60, 0.4);
  assertEquals(again.asked(), 0, "another opening");
  assertEquals([...device.kept], [["cowatch-hardware-asked", "yes"]]);
});

Deno.test("[D8] a busy moment is no stutter, nor are frames that nobody sees", async () => {
  const device = deviceStorage();
  using viewer = playing({ storage: () => device });
  for (let n = 0; n < 6; n++) {
    await viewer.play(7, 0.5);
    await viewer.play(10, 0);
  }
  assertEquals(viewer.asked(), 0);
});

Deno.test("[D8] a hidden page asks nothing", async () => {
  const device = deviceStorage();
  using viewer = playing({ storage: () => device, isVisible: false });
  await viewer.play(60, 0.9);
  assertEquals(viewer.asked(), 0);
});

Deno.test("[D8] a device that remembers nothing is not asked at each opening", async () => {
  const closed = () => {
    throw new DOMException("denied", "SecurityError");
  };
  using viewer = playing({ storage: closed });
  await viewer.play(60, 0.9);
  assertEquals(viewer.asked(), 0);
});

Deno.test("[D8] [D4] a client that knows of no acceleration is left alone", async () => {
  const device = deviceStorage();
  using viewer = playing({
    storage: () => device,
    answer: () => Promise.reject({ code: 4002, message: "Invalid command" }),
  });
  await viewer.play(120, 0.9);
  assertEquals(viewer.asked(), 1);
});

Deno.test("[D8] a few frames say nothing", () => {
  const before = { totalVideoFrames: 100, droppedVideoFrames: 0 };
  const after = { totalVideoFrames: 120, droppedVideoFrames: 20 };
  assertEquals(stutters(before, after), false);
  // A load begins to count anew.
  assertEquals(stutters(after, before), false);
});
