/**
 * One viewer's screen: the player, held to the room by the sync service.
 * @module
 */
import type { ReadonlySignal } from "@preact/signals";
import { signal } from "@preact/signals";
import type { Timeline } from "../shared/protocol.ts";
import type { PlayAnswer } from "../shared/video.ts";
import { targetAt } from "../sync/target.ts";
import type { Playback } from "./app_model.ts";
import { createHlsPlayer } from "./hls_player.ts";
import { createSyncService, type SyncReport } from "./sync_service.ts";

/** Options of {@linkcode watch}. */
export interface WatchOptions {
  video: HTMLVideoElement;
  roomNow(): number | null;
  /** Asks the server how to play a video. */
  findMedia(videoId: string): Promise<PlayAnswer>;
}

/** See the module. */
export interface Watching {
  report: ReadonlySignal<SyncReport>;
  playback: ReadonlySignal<Playback>;
  /** A sentence when this viewer's media fails. */
  mediaError: ReadonlySignal<string | null>;
  /** Sound waits for a tap. */
  needsUnmute: ReadonlySignal<boolean>;
  /** Follows what the room wants. `duration` in seconds. */
  follow(timeline: Timeline, duration: number | null): void;
  /** Whether the room's place is on screen, or nothing can be done about it: a gate need not wait. */
  isReady(): boolean;
  resync(): void;
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  dispose(): void;
}

/** Nothing on screen. */
export const NO_PLAYBACK: Playback = {
  position: 0,
  duration: 0,
  playing: false,
  buffering: false,
  bufferedTo: 0,
};

/** Nothing to follow. */
export const NO_SYNC: SyncReport = {
  status: "idle",
  driftMs: null,
  quality: "good",
  away: null,
};

/** Media asked for ahead of the room's place, so that it is there when loaded, s. Chosen: a segment's fetch. */
const LOAD_AHEAD_S = 1;

/** Distance from the room's place at which one is ready, s. Chosen: some frames, less than a start corrects at once. */
const READY_WITHIN_S = 0.2;

/** Begins; `dispose()` ends it. */
export function watch(options: WatchOptions): Watching {
  const player = createHlsPlayer(options.video);
  const report = signal(NO_SYNC);
  const playback = signal(NO_PLAYBACK);
  const mediaError = signal<string | null>(null);
  const needsUnmute = signal(false);
  let followed: { timeline: Timeline; duration: number | null } | null = null;
  let loadingId: string | null = null;
  let isDisposed = false;

  const sync = createSyncService({
    player,
    roomNow: options.roomNow,
    onState(next) {
      report.value = next;
      playback.value = current();
    },
  });
  const stopListening = player.on((event) => {
    if (event.type === "error") mediaError.value = event.message;
    if (event.type === "ready") mediaError.value = null;
    if (event.type === "autoplay_blocked" && !needsUnmute.peek()) {
      // Muted playback is always allowed: better without sound than without picture.
      needsUnmute.value = true;
      player.setMuted(true);
      sync.resync();
    }
  });

  function current(): Playback {
    const { timeline, duration } = followed ?? {};
    const sample = player.sample();
    const position = sample?.mediaTime ?? timeline?.position ?? 0;
    const range = player.buffered().find(({ start, end }) =>
      start <= position + 0.1 && position < end
    );
    return {
      position,
      duration: duration ?? 0,
      playing: timeline?.playing ?? false,
      buffering: sample?.buffering ?? false,
      bufferedTo: range?.end ?? position,
    };
  }

  async function load(videoId: string) {
    loadingId = videoId;
    mediaError.value = null;
    try {
      const { manifestUrl } = await options.findMedia(videoId);
      if (isDisposed || loadingId !== videoId) return;
      await sync.load({ videoId, manifestUrl, startAt: startAt() });
    } catch (error) {
      if (isDisposed || loadingId !== videoId) return;
      mediaError.value = error instanceof Error
        ? error.message
        : "This video cannot be loaded. Try again.";
    }
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
    playback,
    mediaError,
    needsUnmute,
    follow(timeline, duration) {
      followed = { timeline, duration };
      sync.setTimeline(timeline, duration);
      playback.value = current();
      const { videoId } = timeline;
      if (videoId !== null && videoId !== loadingId) void load(videoId);
    },
    isReady() {
      // Who cannot play holds up nobody.
      if (mediaError.peek() !== null) return true;
      const sample = player.sample();
      if (!sample || sample.buffering || !followed) return false;
      if (report.peek().status === "loading") return false;
      const offS = sample.mediaTime - followed.timeline.position;
      return Math.abs(offS) < READY_WITHIN_S;
    },
    resync() {
      if (mediaError.peek() !== null && loadingId !== null) {
        void load(loadingId);
      }
      sync.resync();
    },
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
      stopListening();
      sync.dispose();
      player.dispose();
    },
  };
}
