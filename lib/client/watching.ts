/**
 * One viewer's screen: the player, held to the room by the sync service.
 * @module
 */
import type { ReadonlySignal } from "@preact/signals";
import { signal } from "@preact/signals";
import type { Timeline } from "../shared/protocol.ts";
import { rewriteFor } from "../shared/url_mapping.ts";
import type { PlayAnswer } from "../shared/video.ts";
import { PAUSED_TOLERANCE_S } from "../sync/constants.ts";
import { targetAt } from "../sync/target.ts";
import type { Choices, Playback } from "./app_model.ts";
import { createEnginePlayer } from "./engine_player.ts";
import { lengthMismatchS } from "./mismatch.ts";
import { NO_CHOICES, NO_PLAYBACK, NO_SYNC } from "./nothing_on.ts";
import type { SyncMetrics } from "../sync/metrics.ts";
import { createPreloader } from "./preload.ts";
import { sentenceOf } from "./sentence.ts";
import { createRetry, type Hope, hopeOfCall, hopeOfMedia } from "./retry.ts";
import { warmMedia } from "./warm_media.ts";
import { createSyncService, type SyncReport } from "./sync_service.ts";

/** Options of {@linkcode watch}. */
export interface WatchOptions {
  video: HTMLVideoElement;
  roomNow(): number | null;
  /** Asks the server how to play a video. `isRenewal`: the permission given before was refused, or ends. */
  findMedia(
    videoId: string,
    options?: { isRenewal?: boolean },
  ): Promise<PlayAnswer>;
  /** Asks the server for the KS that Kaltura's own player needs. */
  findKs(videoId: string): Promise<string>;
}

/** See the module. */
export interface Watching {
  report: ReadonlySignal<SyncReport>;
  /** How this viewer's corrections have gone. */
  metrics(): SyncMetrics;
  playback: ReadonlySignal<Playback>;
  /** A sentence when this viewer's media fails. */
  mediaError: ReadonlySignal<string | null>;
  /** Whether what failed is tried again without a press. */
  isRetrying: ReadonlySignal<boolean>;
  /** How much longer this viewer's media is than the room's, s; `null` when it is the same. */
  mismatchS: ReadonlySignal<number | null>;
  /** Sound waits for a tap. */
  needsUnmute: ReadonlySignal<boolean>;
  /** What this viewer may choose for themself. */
  choices: ReadonlySignal<Choices>;
  setLevel(id: number | null): void;
  setTrack(id: string | null): void;
  setSound(id: string): void;
  /** Follows what the room wants. `duration` in seconds; `nextId`: the video that comes after it. */
  follow(
    timeline: Timeline,
    next: { duration: number | null; nextId: string | null },
  ): void;
  /** Whether the room's place is on screen, or nothing can be done about it: a gate need not wait. */
  isReady(): boolean;
  resync(): void;
  /** Pauses this screen only, until `resync()`. */
  pauseHere(): void;
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  dispose(): void;
}

/** Media asked for ahead of the room's place, so that it is there when loaded, s. Chosen: a segment's fetch. */
const LOAD_AHEAD_S = 1;

/** Begins; `dispose()` ends it. */
export function watch(options: WatchOptions): Watching {
  const rewrite = rewriteFor(location.hostname);
  const player = createEnginePlayer(options.video, { rewrite });
  const preloader = createPreloader({
    findMedia: options.findMedia,
    warm: (answer, signal) => warmMedia(answer, { rewrite, signal }),
    savesData,
  });
  const report = signal(NO_SYNC);
  const playback = signal(NO_PLAYBACK);
  const mediaError = signal<string | null>(null);
  const isRetrying = signal(false);
  const retry = createRetry();
  const mismatchS = signal<number | null>(null);
  const needsUnmute = signal(false);
  const choices = signal(NO_CHOICES);
  let followed: {
    timeline: Timeline;
    duration: number | null;
    nextId: string | null;
  } | null = null;
  let loadingId: string | null = null;
  let isDisposed = false;

  const sync = createSyncService({
    player,
    roomNow: options.roomNow,
    onState(next) {
      report.value = next;
      playback.value = current();
      prepareNext();
    },
  });
  const stopListening = player.on((event) => {
    if (event.type === "error") fail(hopeOfMedia(event.kind), event.message);
    if (event.type === "ready") {
      mediaError.value = null;
      isRetrying.value = false;
      mismatchS.value = lengthMismatchS({
        media: event.duration,
        room: followed?.duration ?? null,
      });
    }
    if (event.type === "ready" || event.type === "choices") readChoices();
    if (event.type === "autoplay_blocked" && !needsUnmute.peek()) {
      // Muted playback is always allowed: better without sound than without picture.
      needsUnmute.value = true;
      player.setMuted(true);
      sync.resync();
    }
  });

  function readChoices() {
    choices.value = {
      levels: player.levels(),
      level: player.level(),
      tracks: player.tracks(),
      track: player.track(),
      sounds: player.sounds(),
      sound: player.sound(),
    };
  }

  function current(): Playback {
    const { timeline, duration } = followed ?? {};
    const { away, status } = report.peek();
    const sample = player.sample();
    const position = sample?.mediaTime ?? timeline?.position ?? 0;
    const range = player.buffered().find(({ start, end }) =>
      start <= position + 0.1 && position < end
    );
    return {
      position,
      duration: duration ?? 0,
      playing: timeline?.playing ?? false,
      // Nobody waits for a picture that is not to move.
      buffering: away === null &&
        (status === "loading" || (sample?.buffering ?? false)),
      bufferedTo: range?.end ?? position,
    };
  }

  /** Tells the viewer, and tries a new play where that may help. @see SPEC U25 */
  function fail(hope: Hope, message: string) {
    const failedId = loadingId;
    mediaError.value = message;
    isRetrying.value = failedId !== null &&
      retry.after(hope, () => {
        // The room may want another one by now, or none.
        if (followed?.timeline.videoId === failedId) void load(failedId);
      });
  }

  async function load(videoId: string) {
    retry.cancel();
    // Who waits for another try goes on reading why.
    if (videoId !== loadingId || !isRetrying.peek()) {
      mediaError.value = null;
      isRetrying.value = false;
    }
    loadingId = videoId;
    mismatchS.value = null;
    try {
      const found = await (preloader.take(videoId) ??
        options.findMedia(videoId));
      if (isDisposed || loadingId !== videoId) return;
      await sync.load({
        ...found,
        startAt: startAt(),
        findKs: () => options.findKs(videoId),
        renew: () => options.findMedia(videoId, { isRenewal: true }),
      });
    } catch (error) {
      if (isDisposed || loadingId !== videoId) return;
      fail(hopeOfCall(error), sentenceOf(error));
    }
  }

  function prepareNext() {
    if (!followed?.timeline.playing || followed.duration === null) return;
    preloader.consider({
      videoId: followed.nextId,
      leftS: followed.duration - playback.peek().position,
    });
  }

  function startAt(): number {
    const roomNowMs = options.roomNow();
    if (!followed || roomNowMs === null) return 0;
    const { timeline, duration } = followed;
    const target = targetAt(timeline, {
      roomNowMs,
      duration: duration ?? Infinity,
    });
    return timeline.playing && target > 0 ? target + LOAD_AHEAD_S : target;
  }

  return {
    report,
    metrics: sync.metrics,
    playback,
    mediaError,
    isRetrying,
    mismatchS,
    needsUnmute,
    choices,
    setLevel(id) {
      player.setLevel(id);
      readChoices();
    },
    setTrack(id) {
      player.setTrack(id);
      readChoices();
    },
    setSound(id) {
      player.setSound(id);
      readChoices();
    },
    follow(timeline, { duration, nextId }) {
      followed = { timeline, duration, nextId };
      sync.setTimeline(timeline, duration);
      playback.value = current();
      const { videoId } = timeline;
      if (videoId !== null && videoId !== loadingId) void load(videoId);
    },
    isReady() {
      // Who cannot play, or does not want to now, holds up nobody.
      if (mediaError.peek() !== null || report.peek().away !== null) {
        return true;
      }
      const sample = player.sample();
      if (!sample || sample.buffering || !followed) return false;
      if (report.peek().status === "loading") return false;
      const offS = sample.mediaTime - sync.nearest(followed.timeline.position);
      return Math.abs(offS) <= PAUSED_TOLERANCE_S;
    },
    resync() {
      if (mediaError.peek() !== null && loadingId !== null) {
        void load(loadingId);
      }
      sync.resync();
    },
    pauseHere: sync.pauseLocally,
    setVolume: player.setVolume,
    setMuted(muted) {
      player.setMuted(muted);
      if (!muted && needsUnmute.peek()) {
        needsUnmute.value = false;
        sync.resync();
      }
    },
    dispose() {
      isDisposed = true;
      retry.cancel();
      stopListening();
      preloader.dispose();
      sync.dispose();
      player.dispose();
    },
  };
}

/** Whether the person asked the browser to save data; browsers that do not tell have no such wish. */
function savesData(): boolean {
  const { connection } = navigator as Navigator & {
    connection?: { saveData?: boolean };
  };
  return connection?.saveData ?? false;
}
