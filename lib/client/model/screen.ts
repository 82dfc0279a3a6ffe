/**
 * What this viewer's screen shows, and how well it keeps to the room.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { NetworkQuality } from "../../shared/room/protocol.ts";
import type { Extras } from "../../shared/video/extras.ts";
import { NO_EXTRAS } from "../../shared/video/extras_at.ts";

/** What the sync status shows. */
export interface SyncState {
  status: "idle" | "in_sync" | "catching_up" | "loading" | "reconnecting";
  /** Media time minus target, ms; negative: behind; `null` while unknown. */
  driftMs: number | null;
  rttMs: number | null;
  quality: NetworkQuality;
  /** This person paused for themselves; `resync()` brings them back. */
  isAway: boolean;
}

/** What this viewer's page is doing, one state at a time. `by`, `for`: members' ids. */
export type ViewerStatus =
  | {
    kind:
      | "joining"
      | "nothing_on"
      | "in_sync"
      | "catching_up"
      | "loading"
      | "reconnecting"
      | "paused_here"
      | "failed"
      | "ended";
  }
  | { kind: "paused"; by: string | null }
  | { kind: "waiting"; for: readonly string[] };

/** The window of a broadcast as controls show it, in programme time, s. */
export interface LivePlace {
  /** The earliest place. */
  from: number;
  /** The latest one to go to: live, or the end. */
  to: number;
  /** It is over: `to` is its end. */
  isOver: boolean;
}

/** What the transport controls show, updated about 4 times a second. */
export interface Playback {
  /** Media time on screen, seconds. */
  position: number;
  /** Where it ends, seconds; 0 without a video, and while nobody knows. */
  duration: number;
  /** Of a broadcast its window; absent for anything else. */
  live?: LivePlace;
  playing: boolean;
  buffering: boolean;
  /** End of the buffered range around `position`, seconds. */
  bufferedTo: number;
}

/**
 * What the one big button does.
 * - `play`, `pause`: for everyone.
 * - `again`: from the beginning, for everyone.
 * - `pause_here`: on this screen only; the room goes on.
 * - `back`: from there to the room's place.
 */
export type PrimaryAction = "play" | "pause" | "again" | "pause_here" | "back";

/** This viewer's screen. */
export interface ScreenModel {
  playback: ReadonlySignal<Playback>;
  sync: ReadonlySignal<SyncState>;
  status: ReadonlySignal<ViewerStatus>;
  /** What the big button does now; `null`: nothing. */
  primaryAction: ReadonlySignal<PrimaryAction | null>;
  /** Chapters and pictures of what is on. */
  extras: ReadonlySignal<Extras>;
  /** A sentence when this viewer's media fails; else `null`. */
  mediaError: ReadonlySignal<string | null>;
  /** Whether it is tried again without a press. */
  isRetrying: ReadonlySignal<boolean>;
  /** Gives the element in which the video is shown. @returns The disposer. */
  attach(video: HTMLVideoElement): () => void;
  perform(action: PrimaryAction): void;
  /** Goes straight to the room's place; tries again what failed. */
  resync(): void;
}

/** Nothing on screen. */
export const NO_PLAYBACK: Playback = {
  position: 0,
  duration: 0,
  playing: false,
  buffering: false,
  bufferedTo: 0,
};

/** Before there is a player, which is loaded on demand. */
export const EMPTY_SCREEN: ScreenModel = {
  playback: signal(NO_PLAYBACK),
  sync: signal({
    status: "idle",
    driftMs: null,
    rttMs: null,
    quality: "good",
    isAway: false,
  }),
  status: signal({ kind: "joining" }),
  primaryAction: signal(null),
  extras: signal(NO_EXTRAS),
  mediaError: signal(null),
  isRetrying: signal(false),
  attach: () => () => {},
  perform() {},
  resync() {},
};
