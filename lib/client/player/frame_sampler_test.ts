import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { seededRandom } from "../../../tests/support/seeded_random.ts";
import { createFrameSampler } from "./frame_sampler.ts";

/** A refresh of the display, ms. */
const REFRESH_MS = 1000 / 60;

/** A `<video>` whose clock runs ahead of its pictures, in time of its own. */
function element(
  { lagMs, tellsFrames = true, drops = () => false, isFalse = () => false }: {
    lagMs: number;
    tellsFrames?: boolean;
    /** Frames that the device does not show, by number. */
    drops?: (frame: number) => boolean;
    /** Frames that are told as others, 4 s on. */
    isFalse?: (frame: number) => boolean;
  },
) {
  let nowMs = 0;
  let isTelling = true;
  let callback: VideoFrameRequestCallback | null = null;
  const target = new EventTarget();
  const video = Object.assign(target, {
    paused: false,
    ended: false,
    seeking: false,
    readyState: 4,
    duration: 600,
    currentTime: 0,
    playbackRate: 1,
    ...(tellsFrames
      ? {
        requestVideoFrameCallback(next: VideoFrameRequestCallback) {
          callback = next;
          return 1;
        },
        cancelVideoFrameCallback() {},
      }
      : {}),
  });
  // `HTMLMediaElement` is the browser's alone.
  Object.assign(globalThis, {
    HTMLMediaElement: { HAVE_NOTHING: 0, HAVE_FUTURE_DATA: 3 },
  });
  const sampler = createFrameSampler(video as never, { now: () => nowMs });
  return {
    sampler,
    video,
    /** Plays at 25 frames a second, refresh by refresh. */
    play(forMs: number) {
      const untilMs = nowMs + forMs;
      let shown = -1;
      while (nowMs < untilMs) {
        nowMs += REFRESH_MS;
        video.currentTime = nowMs / 1000;
        const frame = Math.floor((nowMs - lagMs) / 40);
        if (frame <= shown || !isTelling) continue;
        shown = frame;
        if (drops(frame)) continue;
        const told = callback;
        callback = null;
        told?.(nowMs, {
          mediaTime: frame * 0.04 + (isFalse(frame) ? 4 : 0),
          expectedDisplayTime: frame * 40 + lagMs,
        } as VideoFrameCallbackMetadata);
      }
    },
    stopTelling() {
      isTelling = false;
    },
    /** Media time on screen less what the sample says, ms. */
    errorMs() {
      const sample = sampler.sample();
      assert(sample);
      return sample.atMs - lagMs - sample.mediaTime * 1000;
    },
  };
}

Deno.test("[S32] the place is the picture's, not the clock's, where frames are told", () => {
  for (const lagMs of [-17, 0, 40, 120]) {
    const sut = element({ lagMs });
    sut.play(2000);
    assertAlmostEquals(sut.errorMs(), 0, 0.5);
  }
});

Deno.test("[S32] where frames are told no more, the clock is corrected by what they have shown", () => {
  const sut = element({ lagMs: 40 });
  sut.play(4000);
  sut.stopTelling();
  sut.play(2000);
  assertAlmostEquals(sut.errorMs(), 0, 9);
  // A seek forgets the frames, not the device.
  sut.video.dispatchEvent(new Event("seeking"));
  sut.play(500);
  assertAlmostEquals(sut.errorMs(), 0, 9);
});

Deno.test("[S32] where no frame is ever told, the picture is half a refresh behind the clock", () => {
  for (const tellsFrames of [true, false]) {
    const sut = element({ lagMs: 8, tellsFrames });
    sut.stopTelling();
    sut.play(2000);
    assertAlmostEquals(sut.errorMs(), 0, 1);
  }
});

Deno.test("[S32] a picture at rest is where the clock says", () => {
  const sut = element({ lagMs: 40 });
  sut.play(1000);
  sut.video.paused = true;
  sut.video.currentTime = 12;
  const { mediaTime, playing } = sut.sampler.sample() ?? {};
  assertEquals([mediaTime, playing], [12, false]);
});

Deno.test("[S32] a phone that drops three frames of ten, and comes late with the others (emulated), is judged by what it shows", () => {
  const { next: random } = seededRandom(1);
  const sut = element({ lagMs: 60, drops: () => random() < 0.3 });
  for (let n = 0; n < 20; n++) {
    sut.play(500);
    assertAlmostEquals(sut.errorMs(), 0, 1);
  }
});

Deno.test("[S32] [B27] a word that the element's own clock denies is no frame", () => {
  // The first frames after a start are few: two false ones would be most of them.
  const sut = element({ lagMs: 20, isFalse: (frame) => frame < 3 });
  for (let n = 0; n < 8; n++) {
    sut.play(40);
    assertAlmostEquals(sut.errorMs(), 0, 13);
  }
});
