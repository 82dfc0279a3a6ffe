/**
 * Keeps this viewer's player at the room's target: feeds the controller with
 * what the room, the clock and the player say, and carries out what it asks.
 * @module
 */
import type { Timeline } from "../../shared/room/protocol.ts";
import { TICK_MS } from "../../sync/constants.ts";
import {
  control,
  type ControllerEffect,
  type ControllerEvent,
  type ControllerState,
  createController,
} from "../../sync/controller/controller.ts";
import { pastHoles } from "../../sync/holes.ts";
import { joinAt } from "../../sync/join.ts";
import type { SyncMetrics } from "../../sync/metrics.ts";
import { isSeekOnly } from "../../sync/rate_correction.ts";
import {
  createObservation,
  isInSync,
  type Observation,
  observe,
  observeStall,
} from "../../sync/controller/observe.ts";
import { toleranceS } from "../../sync/tolerance.ts";
import { onPageVisible } from "../page/on_visible.ts";
import type { Player, PlayerEvent, PlayerSource } from "../player/player.ts";
import { createJumpWatch } from "./jumps.ts";
import { type OpenLoad, openLoad, reopenLoad } from "./open_load.ts";
import type { SyncReport } from "./sync_report.ts";

interface SyncServiceOptions {
  player: Player;
  /** Room time, ms; `null` before the clock is known. */
  roomNow(): number | null;
  onState(report: SyncReport): void;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
  /** Calls back when the page becomes visible. @returns The disposer. @default {onPageVisible} */
  onVisible?: (react: () => void) => () => void;
}

/** One player's place in the room. */
export interface SyncService {
  /** Tells what the room wants, and where it is over for everyone: seconds, `null` while the room does not know. */
  setTimeline(timeline: Timeline, end: number | null): void;
  /** Loads media through the player; the timeline's video is followed once it is ready. */
  load(source: PlayerSource): Promise<void>;
  /** Goes straight to the room's place, also after a local pause or a blocked start. */
  resync(): void;
  /** Pauses here only, until `resync()`. */
  pauseLocally(): void;
  /** How near this player can come to a place, s: the place, or the end of the hole that it is in. */
  nearest(position: number): number;
  metrics(): SyncMetrics;
  dispose(): void;
}

/** Ticks that one event may cause at once. Chosen: no plan has more steps than that without waiting. */
const MAX_IMMEDIATE_TICKS = 4;

/** Makes a service and starts its loop; `dispose()` ends it. */
export function createSyncService(options: SyncServiceOptions): SyncService {
  const { player, roomNow } = options;
  const now = options.now ?? (() => performance.now());
  let state = createController();
  let seen = createObservation();
  let timeline: Timeline | null = null;
  let roomEnd: number | null = null;
  let mediaDuration: number | null = null;
  let loadedId: string | null = null;
  let loadingId: string | null = null;
  /** `null` once it has ended. */
  let load: OpenLoad | null = null;
  const jumps = createJumpWatch(now());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDisposed = false;

  function dispatch(event: ControllerEvent) {
    const nowMs = now();
    const before = state;
    const step = control(state, event, nowMs);
    state = step.state;
    seen = observe(seen, { before, after: state }, nowMs);
    for (const effect of step.effects) carryOut(effect, player);
  }

  function tick() {
    const nowMs = now();
    const roomNowMs = roomNow();
    if (jumps.look({ nowMs, roomNowMs })) dispatch({ type: "discontinuity" });
    dispatch({
      type: "tick",
      roomNowMs,
      duration: duration(),
      measurement: player.sample(),
      toleranceS: toleranceS(seen.metrics.quality, {
        isSeekOnly: isSeekOnly(state.rateCorrection),
      }),
    });
  }

  /** Media of which nothing comes where one joins is joined where the room has come to. @see SPEC W36 */
  function loadAgain() {
    const roomNowMs = roomNow();
    if (!load || !timeline || roomNowMs === null || now() < load.dueMs) return;
    if (timeline.videoId !== load.source.videoId) return;
    const startAt = joinAt(timeline, { roomNowMs, duration: duration() });
    load = reopenLoad(load, { startAt, nowMs: now() });
    player.load(load.source).catch(() => {});
  }

  function run() {
    if (isDisposed) return;
    clearTimeout(timer);
    loadAgain();
    let waitMs = 0;
    for (let i = 0; i < MAX_IMMEDIATE_TICKS && waitMs <= 0; i++) {
      tick();
      waitMs = Math.min(TICK_MS, (state.wakeAtMs ?? Infinity) - now());
    }
    timer = setTimeout(run, Math.max(1, waitMs));
    options.onState(reportOf(state, { seen, timeline }));
  }

  function duration(): number | null {
    const known = [roomEnd, mediaDuration].filter((d) => d !== null);
    return known.length > 0 ? Math.min(...known) : null;
  }

  function setLoaded(videoId: string | null) {
    loadedId = videoId;
    const isWanted = videoId !== null && videoId === timeline?.videoId;
    if (isWanted) dispatch({ type: "loaded" });
    else if (state.isLoaded) dispatch({ type: "unloaded" });
  }

  function onPlayer(event: PlayerEvent) {
    switch (event.type) {
      case "ready":
        load = null;
        mediaDuration = Number.isFinite(event.duration) ? event.duration : null;
        setLoaded(loadingId ?? timeline?.videoId ?? null);
        break;
      case "error":
        load = null;
        setLoaded(null);
        break;
      case "stalled":
        seen = observeStall(seen, now());
        break;
      case "resumed":
        dispatch({ type: "discontinuity" });
        break;
      case "autoplay_blocked":
        dispatch({ type: "blocked" });
        break;
      case "ended":
        dispatch({ type: "ended" });
        break;
      case "seeked":
        break;
    }
    run();
  }

  const stopListening = player.on(onPlayer);
  const stopWatching = (options.onVisible ?? onPageVisible)(() => {
    dispatch({ type: "discontinuity" });
    run();
  });
  timer = setTimeout(run, 0);

  return {
    setTimeline(next, end) {
      const isFirst = timeline === null;
      const isOtherVideo = timeline?.videoId !== next.videoId;
      timeline = next;
      roomEnd = end;
      // A player that was given to us with media in it has the room's.
      if (isFirst && player.sample()) loadedId ??= next.videoId;
      if (isOtherVideo) {
        if (loadedId !== next.videoId) {
          mediaDuration = null;
          if (player.sample()?.playing) player.pause();
        }
        setLoaded(loadedId === next.videoId ? loadedId : null);
      }
      dispatch({ type: "timeline", timeline: next });
      run();
    },
    load(source) {
      loadingId = source.videoId;
      mediaDuration = null;
      load = openLoad(source, now());
      setLoaded(null);
      return player.load(source);
    },
    resync() {
      dispatch({ type: "resync" });
      run();
    },
    pauseLocally() {
      dispatch({ type: "pause_locally" });
      run();
    },
    nearest: (position) => pastHoles(state.holes, position),
    metrics: () => seen.metrics,
    dispose() {
      isDisposed = true;
      clearTimeout(timer);
      stopListening();
      stopWatching();
    },
  };
}

function carryOut(effect: ControllerEffect, player: Player): void {
  switch (effect.type) {
    case "rate":
      return player.setRate(effect.rate);
    case "seek":
      return player.seek(effect.position);
    case "play":
      return void player.play();
    case "pause":
      return player.pause();
  }
}

function reportOf(
  state: ControllerState,
  { seen, timeline }: { seen: Observation; timeline: Timeline | null },
): SyncReport {
  const { doing, driftMs, isLoaded } = state;
  const isIdle = !timeline?.videoId || doing.mode === "away";
  const synced = isInSync(state) ? "in_sync" : "catching_up";
  return {
    status: isIdle ? "idle" : isLoaded ? synced : "loading",
    driftMs,
    quality: seen.metrics.quality,
    away: doing.mode === "away" ? doing.reason : null,
  };
}
