/**
 * One viewer's screen: the player, held to the room by the sync service.
 * @module
 */
import type { ReadonlySignal } from "@preact/signals";
import { signal } from "@preact/signals";
import { endOf, type OnScreen } from "../../shared/room/extent.ts";
import { MAX_FIRST_FRAME_MS } from "../../shared/limits.ts";
import type {
  MediaReport,
  PlayerReport,
  Timeline,
} from "../../shared/room/protocol.ts";
import { rewriteFor } from "../../shared/url_mapping.ts";
import type { EngineName } from "../../shared/video/video.ts";
import { PAUSED_TOLERANCE_S } from "../../sync/constants.ts";
import type { SyncMetrics } from "../../sync/metrics.ts";
import type { ChoicesModel } from "../model/choices.ts";
import { NO_PLAYBACK, type Playback } from "../model/screen.ts";
import type { FoundMedia, PlayerErrorKind } from "../player/player.ts";
import { createPreloader } from "../preload/preload.ts";
import { savesData } from "../preload/saves_data.ts";
import { warmMedia } from "../preload/warm_media.ts";
import { createEnginePlayer } from "./engine_player.ts";
import { type Followed, isPlaced, joinPlaceOf } from "./followed.ts";
import { mediaReport } from "./found_media.ts";
import { createMediaLoad, type MediaFinder } from "./media_load.ts";
import { lengthMismatchS } from "./mismatch.ts";
import { NO_SYNC, type SyncReport } from "./sync_report.ts";
import { playbackOf } from "./shown_playback.ts";
import { createSyncService } from "./sync_service.ts";
import { createViewerChoices } from "./viewer_choices.ts";

/** Where the picture goes, and who is asked for it. */
export interface WatchOptions extends MediaFinder {
  video: HTMLVideoElement;
  /** Room time, ms; `null` before the clock is known. */
  roomNow(): number | null;
  /** This viewer's media has failed. */
  onFault?(fault: { name: PlayerErrorKind; engine: EngineName }): void;
}

/** One viewer's screen. */
export interface Watching extends Omit<ChoicesModel, "current"> {
  report: ReadonlySignal<SyncReport>;
  /** How this viewer's corrections have gone. */
  metrics(): SyncMetrics;
  playback: ReadonlySignal<Playback>;
  /** The video whose media is here; `null` while it is on its way, or fails. */
  loadedId: ReadonlySignal<string | null>;
  /** What this viewer finds the media to be; `null` while it does not know. */
  media(): MediaReport | null;
  /** How the player is doing, for who runs the server. */
  player(): PlayerReport;
  /** A sentence when this viewer's media fails. */
  mediaError: ReadonlySignal<string | null>;
  /** Whether what failed is tried again without a press. */
  isRetrying: ReadonlySignal<boolean>;
  /** How much longer this viewer's media is than the room's, s; `null` when it is the same. */
  mismatchS: ReadonlySignal<number | null>;
  /** Sound waits for a tap. */
  needsUnmute: ReadonlySignal<boolean>;
  /** What this viewer may choose for themselves. */
  choices: ChoicesModel["current"];
  /** Follows what the room wants. `nextId`: the video that comes after what is on. */
  follow(
    timeline: Timeline,
    next: { on: OnScreen; nextId: string | null },
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

/** Begins; `dispose()` ends it. */
export function watch(options: WatchOptions): Watching {
  const { roomNow, findMedia, findKs } = options;
  const rewrite = rewriteFor(location.hostname);
  const player = createEnginePlayer(options.video, { rewrite });
  const preloader = createPreloader({
    findMedia,
    warm: (answer, signal) => warmMedia(answer, { rewrite, signal }),
    savesData,
  });
  const report = signal(NO_SYNC);
  const playback = signal(NO_PLAYBACK);
  const mismatchS = signal<number | null>(null);
  const needsUnmute = signal(false);
  const choices = createViewerChoices(player);
  let followed: Followed | null = null;
  let stalls = 0;

  const sync = createSyncService({
    player,
    roomNow,
    onState(next) {
      report.value = hasPlace() ? next : { ...next, status: "loading" };
      playback.value = current();
      prepareNext();
    },
  });
  const media = createMediaLoad({
    findMedia,
    findKs,
    followed: () => followed,
    startAt: () => joinPlaceOf(followed, roomNow()),
    take: preloader.take,
    play: sync.load,
    onBegin: () => mismatchS.value = null,
  });
  const { loadedId, mediaError, isRetrying } = media;
  const stopListening = player.on((event) => {
    if (event.type === "error") {
      options.onFault?.({ name: event.kind, engine: player.engine });
      media.fail(event);
    }
    if (event.type === "stalled") stalls++;
    if (event.type === "ready") {
      media.ready();
      compareLengths();
    }
    if (event.type === "ready" || event.type === "choices") choices.read();
    if (event.type === "autoplay_blocked" && !needsUnmute.peek()) {
      // Muted playback is always allowed: better without sound than without picture.
      needsUnmute.value = true;
      player.setMuted(true);
      sync.resync();
    }
  });

  /** What the room's video turned out to be in this player. */
  function foundOfRoom(): FoundMedia | null {
    const videoId = followed?.on.video?.id;
    return loadedId.peek() === videoId ? player.found() : null;
  }

  /** Until a viewer has seen a broadcast, the room has no place in it. */
  function hasPlace(): boolean {
    return isPlaced(followed, foundOfRoom()?.kind === "live");
  }

  /** Only what its viewers found is the room's length: a catalogue may be wrong. */
  function compareLengths() {
    const room = followed?.on.media;
    const mine = foundOfRoom();
    mismatchS.value = lengthMismatchS({
      media: mine?.kind === "recorded" ? mine.duration : null,
      room: room?.kind === "recorded" ? room.duration : null,
    });
  }

  function current(): Playback {
    return playbackOf(followed, {
      player,
      report: report.peek(),
      roomNowMs: roomNow(),
    });
  }

  function prepareNext() {
    if (!followed?.timeline.playing) return;
    const end = endOf(followed.on);
    if (end === null) return;
    preloader.consider({
      videoId: followed.nextId,
      leftS: end - playback.peek().position,
    });
  }

  return {
    report,
    metrics: sync.metrics,
    playback,
    loadedId,
    player() {
      const firstFrameMs = media.firstFrameMs();
      return {
        engine: player.engine,
        stalls,
        ...(firstFrameMs === null || firstFrameMs > MAX_FIRST_FRAME_MS
          ? {}
          : { firstFrameMs }),
      };
    },
    mediaError,
    isRetrying,
    mismatchS,
    needsUnmute,
    choices: choices.current,
    setQuality: choices.setQuality,
    setCaptionTrack: choices.setCaptionTrack,
    setAudioTrack: choices.setAudioTrack,
    media: () => mediaReport(loadedId.peek(), { player, roomNowMs: roomNow() }),
    follow(timeline, { on, nextId }) {
      const { videoId } = timeline;
      followed = { timeline, on, nextId };
      sync.setTimeline(
        hasPlace() ? timeline : { ...timeline, videoId: null },
        on.media ? endOf(on) : null,
      );
      compareLengths();
      playback.value = current();
      if (videoId !== null) media.want(videoId);
    },
    isReady() {
      // Who cannot play, or does not want to now, holds up nobody.
      if (mediaError.peek() !== null || report.peek().away !== null) {
        return true;
      }
      const sample = player.sample();
      if (!sample || sample.buffering || !followed) return false;
      if (report.peek().status === "loading" || !hasPlace()) return false;
      const offS = sample.mediaTime - sync.nearest(followed.timeline.position);
      return Math.abs(offS) <= PAUSED_TOLERANCE_S;
    },
    resync() {
      media.tryAgain();
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
      media.dispose();
      stopListening();
      preloader.dispose();
      sync.dispose();
      player.dispose();
    },
  };
}
