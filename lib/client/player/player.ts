/**
 * The player seam: what the sync service needs of whatever shows the video.
 * Every engine passes one contract suite.
 * @module
 */
import type { CaptionFile, EngineName } from "../../shared/video/video.ts";
import type { PlayerChoices } from "./choices.ts";
import type { LiveWindow } from "./programme.ts";

/** What a player finds its media to be; `null` while it does not know. */
export type FoundMedia =
  | { kind: "recorded"; duration: number }
  | ({ kind: "live" } & LiveWindow);

/** What a player shows at one instant. */
export interface PlayerSample {
  /** Media time on screen, seconds; of a broadcast its programme time, seconds since epoch. */
  mediaTime: number;
  /** `performance.now()` ms at which `mediaTime` holds (expected display time of the frame). */
  atMs: number;
  /** Whether media time is advancing now. */
  playing: boolean;
  /** Whether it waits for data or a seek to land. */
  buffering: boolean;
}

/** What went wrong with the media, for one viewer. */
export type PlayerErrorKind =
  | "network"
  | "offline"
  | "not_found"
  | "not_allowed"
  | "geo_blocked"
  | "not_scheduled"
  | "expired"
  | "undated"
  | "unsupported"
  | "drm"
  | "unknown";

/** Things a player tells. */
export type PlayerEvent =
  /** `duration` in seconds; not finite where places are moments of a broadcast. */
  | { type: "ready"; duration: number }
  | { type: "stalled" }
  | { type: "resumed" }
  | { type: "seeked" }
  | { type: "ended" }
  | { type: "error"; kind: PlayerErrorKind; message: string }
  /** Qualities, captions or sounds on offer, or the choice among them, changed. */
  | { type: "choices" }
  | { type: "autoplay_blocked" };

/** What to load. */
export interface PlayerSource {
  videoId: string;
  manifestUrl: string;
  /** Where to begin, seconds; of a broadcast it is live that it begins with. */
  startAt: number;
  /** Whether it is a broadcast, so that its places are moments of programme time also when it is over. @default {whether it goes on} */
  isLive?: boolean;
  /** Which player is to play it. @default {"hls"} */
  engine?: EngineName;
  /** Address of Kaltura's own player, for the `playkit` engine. */
  playUrl?: string;
  /** Captions for where the manifest names none. */
  captions?: readonly CaptionFile[] | undefined;
  /** Asks for the KS that Kaltura's own player needs; without it there is none. */
  findKs?(): Promise<string>;
  /** Asks for new addresses when the permission in the old ones ends. */
  renew?(): Promise<{ manifestUrl: string; playUrl?: string }>;
}

/** A player, driven by the sync service only. Methods never throw for media reasons: they emit. */
export interface Player {
  readonly engine: EngineName;
  /** Of the media that is loaded now. */
  readonly choices: PlayerChoices;
  load(source: PlayerSource): Promise<void>;
  /** Resolves when playback runs, or after `autoplay_blocked` was emitted. */
  play(): Promise<void>;
  pause(): void;
  /** @param position Seconds. */
  seek(position: number): void;
  /** @param rate Unitless; pitch is preserved. */
  setRate(rate: number): void;
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  /** `null` before the first frame. */
  sample(): PlayerSample | null;
  /** What the media itself turned out to be. */
  found(): FoundMedia | null;
  /** Ranges buffered around now, seconds. */
  buffered(): { start: number; end: number }[];
  /** @returns The disposer. */
  on(listener: (event: PlayerEvent) => void): () => void;
  dispose(): void;
}
