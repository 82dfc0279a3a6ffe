/**
 * One viewer's screen: the player, held to the room by the sync service.
 * @module
 */
import type { ReadonlySignal } from "@preact/signals";
import { signal } from "@preact/signals";
import {
  endOf,
  extentOf,
  isBroadcast,
  type OnScreen,
} from "../../shared/room/extent.ts";
import { MAX_FIRST_FRAME_MS } from "../../shared/limits.ts";
import type {
  MediaReport,
  PlayerReport,
  Timeline,
} from "../../shared/room/protocol.ts";
import { rewriteFor } from "../../shared/url_mapping.ts";
import type { EngineName, PlayAnswer } from "../../shared/video/video.ts";
import { PAUSED_TOLERANCE_S } from "../../sync/constants.ts";
import { joinAt } from "../../sync/join.ts";
import { targetAt } from "../../sync/target.ts";
import { type Choices, NO_CHOICES } from "../model/choices.ts";
import { type LivePlace, NO_PLAYBACK, type Playback } from "../model/screen.ts";
import { createEnginePlayer } from "./engine_player.ts";
import { lengthMismatchS } from "./mismatch.ts";
import { NO_SYNC } from "./nothing_on.ts";
import type { SyncMetrics } from "../../sync/metrics.ts";
import type { PlayerErrorKind } from "../player/player.ts";
import { createPreloader } from "../preload/preload.ts";
import { savesData } from "../preload/saves_data.ts";
import { sentenceOf } from "../page/sentence.ts";
import {
  createRetry,
  type Hope,
  hopeOfCall,
  hopeOfMedia,
} from "../retry/retry.ts";
import { warmMedia } from "../preload/warm_media.ts";
import { createSyncService, type SyncReport } from "./sync_service.ts";
import { t } from "../../shared/texts.ts";

/** Options of {@linkcode watch}. */
export interface WatchOptions {
  video: HTMLVideoElement;
  roomNow(): number | null;
  /** Asks the server how to play a video. `isRenewal`: the permission given before was refused, or ends. */
  findMedia(
    videoId: string,
    options?: { isRenewal?: boolean },
  ): Promise<PlayAnswer>;
  /** This viewer's media has failed. */
  onFault?(fault: { name: PlayerErrorKind; engine: EngineName }): void;
  /** Asks the server for the KS that Kaltura's own player needs. */
  findKs(videoId: string): Promise<string>;
}

/** See the module. */
export interface Watching {
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
  choices: ReadonlySignal<Choices>;
  setQuality(id: number | null): void;
  setCaptionTrack(id: string | null): void;
  setAudioTrack(id: string): void;
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
// deno-lint-ignore house/long-function -- one screen: what its parts share is private to it
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
  const loadedId = signal<string | null>(null);
  let followed: {
    timeline: Timeline;
    on: OnScreen;
    nextId: string | null;
  } | null = null;
  let loadingId: string | null = null;
  let loadedAtMs = 0;
  let firstFrameMs: number | null = null;
  let stalls = 0;
  /** The permission that was given last is worth nothing. */
  let isRefused = false;
  let isDisposed = false;

  const sync = createSyncService({
    player,
    roomNow: options.roomNow,
    onState(next) {
      // Until somebody has seen a broadcast, the room has no place in it.
      report.value = isPlaced() ? next : { ...next, status: "loading" };
      playback.value = current();
      prepareNext();
    },
  });
  const stopListening = player.on((event) => {
    if (event.type === "error") failMedia(event.kind, event.message);
    if (event.type === "stalled") stalls++;
    if (event.type === "ready") {
      firstFrameMs ??= performance.now() - loadedAtMs;
      mediaError.value = null;
      isRetrying.value = false;
      isRefused = false;
      loadedId.value = loadingId;
      compareLengths();
    }
    if (event.type === "ready" || event.type === "choices") readChoices();
    if (event.type === "autoplay_blocked" && !needsUnmute.peek()) {
      // Muted playback is always allowed: better without sound than without picture.
      needsUnmute.value = true;
      player.setMuted(true);
      sync.resync();
    }
  });

  function isPlaced(): boolean {
    if (!followed) return true;
    const { video, media } = followed.on;
    if (media || !video) return true;
    const isLive = loadedId.peek() === video.id &&
      player.found()?.kind === "live";
    return !isLive && !isBroadcast(video, media);
  }

  /** A broadcast that is not there is not on air, and may come on. */
  function failMedia(kind: PlayerErrorKind, message: string) {
    const { video, media } = followed?.on ?? { video: null };
    options.onFault?.({ name: kind, engine: player.engine });
    isRefused = kind === "expired";
    const isOffAir = isBroadcast(video, media) &&
      (kind === "not_found" || kind === "not_scheduled");
    if (isOffAir) fail("passing", t().media.offAir);
    else fail(hopeOfMedia(kind), message);
  }

  /** Only what its viewers found is the room's length: a catalogue may be wrong. */
  function compareLengths() {
    const room = followed?.on.media;
    const mine = loadedId.peek() === followed?.on.video?.id
      ? player.found()
      : null;
    mismatchS.value = lengthMismatchS({
      media: mine?.kind === "recorded" ? mine.duration : null,
      room: room?.kind === "recorded" ? room.duration : null,
    });
  }

  function readChoices() {
    choices.value = {
      qualities: player.levels(),
      quality: player.level(),
      captionTracks: player.tracks(),
      captionTrack: player.track(),
      audioTracks: player.sounds(),
      audioTrack: player.sound(),
    };
  }

  function current(): Playback {
    const { timeline, on } = followed ?? {};
    const { away, status } = report.peek();
    const sample = player.sample();
    const position = sample?.mediaTime ?? targetNow() ?? 0;
    const range = player.buffered().find(({ start, end }) =>
      start <= position + 0.1 && position < end
    );
    const live = on ? liveOf(on) : null;
    return {
      position,
      duration: on ? endOf(on) ?? 0 : 0,
      ...(live ? { live } : {}),
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
    loadedId.value = null;
    mediaError.value = message;
    isRetrying.value = failedId !== null &&
      retry.after(hope, () => {
        // The room may want another one by now, or none.
        if (followed?.timeline.videoId === failedId) void load(failedId);
      });
  }

  function liveOf(on: OnScreen): LivePlace | null {
    const roomNowMs = options.roomNow();
    if (on.media?.kind !== "live" || roomNowMs === null) return null;
    const extent = extentOf(on, roomNowMs);
    if (!extent || extent.reach === null) return null;
    const { from, reach, end } = extent;
    return { from, to: reach, isOver: end !== null };
  }

  async function load(videoId: string) {
    retry.cancel();
    // Who waits for another try goes on reading why.
    if (videoId !== loadingId || !isRetrying.peek()) {
      mediaError.value = null;
      isRetrying.value = false;
      isRefused = false;
    }
    loadingId = videoId;
    loadedAtMs = performance.now();
    firstFrameMs = null;
    loadedId.value = null;
    mismatchS.value = null;
    try {
      const found = await (preloader.take(videoId) ??
        options.findMedia(videoId, { isRenewal: isRefused }));
      if (isDisposed || loadingId !== videoId) return;
      await sync.load({
        ...found,
        startAt: startAt(),
        findKs: () => options.findKs(videoId),
        renew: () => options.findMedia(videoId, { isRenewal: true }),
        isLive: followed
          ? isBroadcast(followed.on.video, followed.on.media)
          : false,
      });
    } catch (error) {
      if (isDisposed || loadingId !== videoId) return;
      fail(hopeOfCall(error), sentenceOf(error));
    }
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

  /** Where the room's film is, s. */
  function targetNow(): number | null {
    if (!followed) return null;
    const { timeline, on } = followed;
    const roomNowMs = options.roomNow();
    return roomNowMs === null
      ? timeline.position
      : targetAt(timeline, { roomNowMs, duration: endOf(on) });
  }

  function startAt(): number {
    const roomNowMs = options.roomNow();
    if (!followed || roomNowMs === null) return 0;
    const { timeline, on } = followed;
    return joinAt(timeline, { roomNowMs, duration: endOf(on) });
  }

  return {
    report,
    metrics: sync.metrics,
    playback,
    loadedId,
    player: () => ({
      engine: player.engine,
      stalls,
      ...(firstFrameMs === null || firstFrameMs > MAX_FIRST_FRAME_MS
        ? {}
        : { firstFrameMs }),
    }),
    mediaError,
    isRetrying,
    mismatchS,
    needsUnmute,
    choices,
    setQuality(id) {
      player.setLevel(id);
      readChoices();
    },
    setCaptionTrack(id) {
      player.setTrack(id);
      readChoices();
    },
    setAudioTrack(id) {
      player.setSound(id);
      readChoices();
    },
    media() {
      const videoId = loadedId.peek();
      const found = videoId === null ? null : player.found();
      const roomNowMs = options.roomNow();
      if (!found || videoId === null || roomNowMs === null) return null;
      if (found.kind === "recorded") return { videoId, media: found };
      const { atMs, ...media } = found;
      const at = roomNowMs + atMs - performance.now();
      return { videoId, media: { ...media, at } };
    },
    follow(timeline, { on, nextId }) {
      const { videoId } = timeline;
      followed = { timeline, on, nextId };
      sync.setTimeline(
        isPlaced() ? timeline : { ...timeline, videoId: null },
        on.media ? endOf(on) : null,
      );
      compareLengths();
      playback.value = current();
      if (videoId !== null && videoId !== loadingId) void load(videoId);
    },
    isReady() {
      // Who cannot play, or does not want to now, holds up nobody.
      if (mediaError.peek() !== null || report.peek().away !== null) {
        return true;
      }
      const sample = player.sample();
      if (!sample || sample.buffering || !followed) return false;
      if (report.peek().status === "loading" || !isPlaced()) return false;
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
