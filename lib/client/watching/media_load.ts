/**
 * One screen's media on its way: asks how to play a video, has the player load
 * it, and tries again what may pass.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { isBroadcast, type OnScreen } from "../../shared/room/extent.ts";
import { t } from "../../shared/texts.ts";
import type { PlayAnswer } from "../../shared/video/video.ts";
import { sentenceOf } from "../page/sentence.ts";
import type { PlayerEvent, PlayerSource } from "../player/player.ts";
import {
  createRetry,
  type Hope,
  hopeOfCall,
  hopeOfMedia,
} from "../retry/retry.ts";
import type { Followed } from "./followed.ts";

/** Who knows how to play a video. */
export interface MediaFinder {
  /** Asks the server how to play a video. `isRenewal`: the permission given before was refused, or ends. */
  findMedia(
    videoId: string,
    options?: { isRenewal?: boolean },
  ): Promise<PlayAnswer>;
  /** Asks the server for the KS that Kaltura's own player needs. */
  findKs(videoId: string): Promise<string>;
}

/** What a load needs of its screen. */
interface MediaLoadOptions extends MediaFinder {
  followed(): Followed | null;
  /** Where to join the room, s. */
  startAt(): number;
  /** An answer that was asked for early; `null`: there is none. */
  take(videoId: string): Promise<PlayAnswer> | null;
  /** Has the player load it. */
  play(source: PlayerSource): Promise<void>;
  /** A load begins, so what was found of the media before is worth nothing. */
  onBegin(): void;
}

/** What went wrong in the player, with a sentence for the person. */
type MediaFault = Pick<
  Extract<PlayerEvent, { type: "error" }>,
  "kind" | "message"
>;

/** Loads one video after the other; the newest wins. */
interface MediaLoad {
  /** The video whose media is here; `null` while it is on its way, or fails. */
  loadedId: ReadonlySignal<string | null>;
  /** A sentence when it fails; else `null`. */
  mediaError: ReadonlySignal<string | null>;
  /** Whether what failed is tried again without a press. */
  isRetrying: ReadonlySignal<boolean>;
  /** From the beginning of the load to its first frame, ms; `null` before. */
  firstFrameMs(): number | null;
  /** Loads a video, unless it is loaded or on its way. */
  want(videoId: string): void;
  /** Tries again what failed, at once. */
  tryAgain(): void;
  /** The player has the media. */
  ready(): void;
  /** The player failed. */
  fail(failure: MediaFault): void;
  dispose(): void;
}

/** Makes one that has nothing to load. @see SPEC U25 */
export function createMediaLoad(options: MediaLoadOptions): MediaLoad {
  const loadedId = signal<string | null>(null);
  const mediaError = signal<string | null>(null);
  const isRetrying = signal(false);
  const retry = createRetry();
  let loadingId: string | null = null;
  let begunAtMs = 0;
  let firstFrameMs: number | null = null;
  /** The permission that was given last is worth nothing. */
  let isRefused = false;
  let isDisposed = false;

  function forgetFailure() {
    mediaError.value = null;
    isRetrying.value = false;
    isRefused = false;
  }

  async function load(videoId: string) {
    retry.cancel();
    // Who waits for another try goes on reading why.
    if (videoId !== loadingId || !isRetrying.peek()) forgetFailure();
    loadingId = videoId;
    begunAtMs = performance.now();
    firstFrameMs = null;
    loadedId.value = null;
    options.onBegin();
    try {
      const found = await (options.take(videoId) ??
        options.findMedia(videoId, { isRenewal: isRefused }));
      if (isDisposed || loadingId !== videoId) return;
      await options.play(sourceOf(videoId, found));
    } catch (error) {
      if (isDisposed || loadingId !== videoId) return;
      fail(hopeOfCall(error), sentenceOf(error));
    }
  }

  function sourceOf(videoId: string, found: PlayAnswer): PlayerSource {
    const { video = null, media = null } = options.followed()?.on ?? {};
    return {
      ...found,
      startAt: options.startAt(),
      findKs: () => options.findKs(videoId),
      renew: () => options.findMedia(videoId, { isRenewal: true }),
      isLive: isBroadcast(video, media),
    };
  }

  function fail(hope: Hope, message: string) {
    const failedId = loadingId;
    loadedId.value = null;
    mediaError.value = message;
    isRetrying.value = failedId !== null &&
      retry.after(hope, () => {
        // The room may want another one by now, or none.
        const wantedId = options.followed()?.timeline.videoId;
        if (wantedId === failedId) void load(failedId);
      });
  }

  return {
    loadedId,
    mediaError,
    isRetrying,
    firstFrameMs: () => firstFrameMs,
    want(videoId) {
      if (videoId !== loadingId) void load(videoId);
    },
    tryAgain() {
      if (mediaError.peek() !== null && loadingId !== null) {
        void load(loadingId);
      }
    },
    ready() {
      firstFrameMs ??= performance.now() - begunAtMs;
      forgetFailure();
      loadedId.value = loadingId;
    },
    fail(fault) {
      isRefused = fault.kind === "expired";
      const { hope, message } = outlookOf(
        fault,
        options.followed()?.on ?? null,
      );
      fail(hope, message);
    },
    dispose() {
      isDisposed = true;
      retry.cancel();
    },
  };
}

/** What to hope for and to say. A broadcast that is not there is not on air, and may come on. */
function outlookOf(
  { kind, message }: MediaFault,
  on: OnScreen | null,
): { hope: Hope; message: string } {
  const isOffAir = on !== null && isBroadcast(on.video, on.media) &&
    (kind === "not_found" || kind === "not_scheduled");
  return isOffAir
    ? { hope: "passing", message: t().media.offAir }
    : { hope: hopeOfMedia(kind), message };
}
