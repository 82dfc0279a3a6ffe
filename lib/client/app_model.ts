/**
 * The shape of the browser's state, as islands see it. Signals in, actions out.
 * `app.ts` makes the one instance that all islands of a page share.
 * @module
 */
import type { Person } from "../shared/person.ts";
import type { ReadonlySignal } from "@preact/signals";
import type {
  Action,
  ControlMode,
  NetworkQuality,
  Room,
  Skew,
  ToldReport,
} from "../shared/room/protocol.ts";
import type { MemberSyncMetrics } from "../shared/room/sync_metrics.ts";
import type { Extras } from "../shared/video/extras.ts";
import type { People } from "../shared/room/presence.ts";
import type { Collection, Video } from "../shared/video/video.ts";
import type { Layout } from "./discord/surroundings.ts";
import type { PlayerTrack } from "./player/player.ts";
import type { QualityLevel } from "./player/quality.ts";
import type { Press } from "./playback/remote.ts";

/** The signed-in person. */
export type Me = Person;

/** Where start-up is. */
export type Phase =
  | { step: "idle" }
  | { step: "connecting" }
  | { step: "signing_in" }
  | { step: "joining" }
  | { step: "ready" }
  /** `reason` is a sentence for the person. */
  | { step: "failed"; reason: string };

/** What the sync status shows. */
export interface SyncState {
  status: "idle" | "in_sync" | "catching_up" | "loading" | "reconnecting";
  /** Media time minus target, ms; negative: behind; `null` while unknown. */
  driftMs: number | null;
  rttMs: number | null;
  quality: NetworkQuality;
  /** This person left the room's place by themselves; `resync()` brings them back. */
  isAway: boolean;
}

/** The window of a broadcast as controls show it; places in programme time, s. */
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

/** The catalogue as browsed. */
export type Browser =
  | { state: "idle" | "loading" }
  | {
    state: "ready";
    videos: Video[];
    query: string;
    /** Whether there is another page, and how asking for it goes. */
    more: "yes" | "no" | "loading" | "failed";
    /** Why these are samples, a sentence; `null` when they are not. */
    samplesBecause: string | null;
  }
  | {
    state: "failed";
    reason: string;
    query: string;
    /** Whether it is tried again without a press. */
    isRetrying: boolean;
  };

/** What a viewer may choose for themselves; empty lists where there is no choice. */
export interface Choices {
  levels: readonly QualityLevel[];
  /** `null`: automatic. */
  level: number | null;
  tracks: readonly PlayerTrack[];
  /** `null`: no captions. */
  track: string | null;
  sounds: readonly PlayerTrack[];
  sound: string | null;
}

/** A short word to the person; the newest replaces the former. */
export interface Notice {
  /** Grows with each notice, so that the same text can be shown twice. */
  id: number;
  tone: "info" | "error";
  text: string;
}

/** All that islands read and do. */
export interface AppModel {
  phase: ReadonlySignal<Phase>;
  me: ReadonlySignal<Me | null>;
  room: ReadonlySignal<Room | null>;
  presence: ReadonlySignal<Record<string, ToldReport>>;
  /** Everyone to be listed, with what Discord adds. */
  people: ReadonlySignal<People>;
  /** How far apart all screens are; `null` when fewer than two play. */
  skew: ReadonlySignal<Skew | null>;
  /** How large Discord shows the Activity; only the video fits a tile. */
  layout: ReadonlySignal<Layout>;
  /** The device is hot: animate less. */
  isHot: ReadonlySignal<boolean>;
  /** How this person's Discord writes numbers and times. */
  locale: ReadonlySignal<string>;
  /** Whether Discord has an invite dialog here. */
  canInvite: ReadonlySignal<boolean>;
  sync: ReadonlySignal<SyncState>;
  playback: ReadonlySignal<Playback>;
  /** What the big button does now; `null`: nothing. */
  press: ReadonlySignal<Press | null>;
  browser: ReadonlySignal<Browser>;
  /** Playlists and categories; empty where the catalogue has none. */
  collections: ReadonlySignal<readonly Collection[]>;
  /** The one that is browsed; `null`: everything. */
  collection: ReadonlySignal<string | null>;
  notice: ReadonlySignal<Notice | null>;
  lastAction: ReadonlySignal<Action | null>;
  /** Whether this person's controls count now. */
  mayControl: ReadonlySignal<boolean>;
  /** Sound needs a tap: the video plays muted until `unmute()`. */
  needsUnmute: ReadonlySignal<boolean>;
  volume: ReadonlySignal<number>;
  muted: ReadonlySignal<boolean>;
  /** Whether voices are known here, so that ducking does something. */
  canDuck: ReadonlySignal<boolean>;
  /** Whether the video steps back while others talk. */
  isDucking: ReadonlySignal<boolean>;
  choices: ReadonlySignal<Choices>;
  /** Chapters and pictures of what is on. */
  extras: ReadonlySignal<Extras>;
  /** A sentence when this viewer's media fails; else `null`. */
  mediaError: ReadonlySignal<string | null>;
  /** Whether it is tried again without a press. */
  isRetryingMedia: ReadonlySignal<boolean>;
  /** Whether to offer a reload, since the server is of another build. */
  offersReload: ReadonlySignal<boolean>;

  /** Begins all I/O; safe to call from several islands. @returns The disposer. */
  start(): () => void;
  /** Loads the page again. */
  reload(): void;
  /** Tries a failed start again. */
  retry(): void;
  /** Gives the element in which the video is shown. @returns The disposer. */
  attachVideo(element: HTMLVideoElement): () => void;
  /** Does what the big button says. */
  act(press: Press): void;
  /** @param position Seconds. */
  seek(position: number): void;
  setRate(rate: number): void;
  load(videoId: string): void;
  handOver(memberId: string): void;
  setControl(control: ControlMode): void;
  setWaitForAll(waitForAll: boolean): void;
  /** Goes on without those whom the room waits for. */
  continueWithout(): void;
  /** Puts a video on the list. */
  suggest(videoId: string): void;
  playItem(itemId: string): void;
  /** @param to Its new place, from 0. */
  moveItem(itemId: string, to: number): void;
  removeItem(itemId: string): void;
  /** All members' figures, by user id, as each has told them. */
  getSyncMetrics(): Map<string, MemberSyncMetrics>;
  /** Goes straight to the room's place. */
  resync(): void;
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  setDucking(isDucking: boolean): void;
  unmute(): void;
  /** Chooses a quality for this viewer; `null` for automatic. */
  setLevel(id: number | null): void;
  /** Shows captions to this viewer; `null` for none. */
  setTrack(id: string | null): void;
  setSound(id: string): void;
  /** Loads the catalogue; an empty query lists it. */
  browse(query: string): void;
  /** Lists a collection; `null`: everything. */
  browseIn(collection: string | null): void;
  /** Loads its next page. */
  browseMore(): void;
  /** Opens Discord's invite dialog. */
  invite(): void;
  /** Opens Discord's dialog for a link to what is on. */
  share(): void;
}
