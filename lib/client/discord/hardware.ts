/**
 * A hint for who watches without hardware acceleration: Discord can offer to
 * switch it on. That restarts Discord, so it is suggested only to who sees the
 * video stutter, and once on a device.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { realTimers, type Timers } from "../../shared/timers.ts";
import { ask } from "./sdk.ts";

/** Time between looks at the frames, ms. Chosen: one seek or start does not fill it. */
const LOOK_MS = 5000;
/** Frames between two looks from which their loss says something. Chosen: two seconds of film. */
const MIN_FRAMES = 48;
/** Share of frames lost from which people see it. Chosen: every sixth; healthy devices lose none. */
const STUTTER_SHARE = 1 / 6;
/** Looks in a row that must agree. Chosen: 15 s; busy moments pass. */
const STUTTERING_LOOKS = 3;
/** Wait for a person who reads Discord's question, ms. Chosen: it may lie there for a scene; only a reply that was lost takes longer. */
const ANSWER_MS = 300_000;
/** Says that this device has been asked. Nothing else is kept. */
const KEY = "cowatch-hardware-asked";

/** What a `<video>` tells of its frames since its load. */
export type FrameCount = Pick<
  VideoPlaybackQuality,
  "totalVideoFrames" | "droppedVideoFrames"
>;

interface WatchHardwareOptions {
  sdk: {
    commands: Pick<DiscordSDK["commands"], "encourageHardwareAcceleration">;
  };
  video: { getVideoPlaybackQuality(): FrameCount };
  /** A page that nobody sees drops frames by right. @default {of the document} */
  isVisible?: () => boolean;
  /** Remembers that this device was asked; `null` or throwing where nothing is remembered. @default {localStorage} */
  storage?: () => Pick<Storage, "getItem" | "setItem">;
  /** @default {this page's} */
  timers?: Pick<Timers, "every">;
}

/** Whether people see frames missing between two looks. */
export function stutters(before: FrameCount, after: FrameCount): boolean {
  const frames = after.totalVideoFrames - before.totalVideoFrames;
  const dropped = after.droppedVideoFrames - before.droppedVideoFrames;
  return frames >= MIN_FRAMES && dropped / frames >= STUTTER_SHARE;
}

/** Watches; asks when it must; `dispose` is the result. @see SPEC D8 */
export function watchHardware(options: WatchHardwareOptions): () => void {
  const { sdk, video, timers = realTimers } = options;
  const isVisible = options.isVisible ??
    (() => document.visibilityState === "visible");
  const storage = options.storage ?? (() => localStorage);
  let last = video.getVideoPlaybackQuality();
  let looks = 0;

  const stop = timers.every(LOOK_MS, () => {
    const now = video.getVideoPlaybackQuality();
    looks = isVisible() && stutters(last, now) ? looks + 1 : 0;
    last = now;
    if (looks < STUTTERING_LOOKS) return;
    stop();
    if (!remember(storage)) return;
    // Unknown to this client, unwanted or unanswered: the video plays as before.
    ask(sdk.commands.encourageHardwareAcceleration(), { ms: ANSWER_MS })
      .catch(() => {});
  });
  return stop;
}

/** @returns Whether this device may be asked; where nothing can be remembered it is not, or it would be at each opening. */
function remember(
  storage: () => Pick<Storage, "getItem" | "setItem">,
): boolean {
  try {
    if (storage().getItem(KEY) !== null) return false;
    storage().setItem(KEY, "yes");
    return storage().getItem(KEY) !== null;
  } catch {
    // Partitioned frames may refuse storage.
    return false;
  }
}
