/**
 * The player seam: what the sync service needs of whatever shows the video.
 * Every engine passes one contract suite.
 * @module
 */
import type { EngineName } from "../shared/video.ts";

/** What a player shows at one instant. */
export interface PlayerSample {
  /** Media time on screen, seconds. */
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
  | "not_found"
  | "not_allowed"
  | "expired"
  | "unsupported"
  | "drm"
  | "unknown";

/** Things a player tells. */
export type PlayerEvent =
  | { type: "ready"; duration: number }
  | { type: "stalled" }
  | { type: "resumed" }
  | { type: "seeked" }
  | { type: "ended" }
  | { type: "error"; kind: PlayerErrorKind; message: string }
  | { type: "autoplay_blocked" };

/** What to load. */
export interface PlayerSource {
  videoId: string;
  manifestUrl: string;
  /** Where to begin, seconds. */
  startAt: number;
}

/** A player, driven by the sync service only. Methods never throw for media reasons: they emit. */
export interface Player {
  readonly engine: EngineName;
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
  /** Ranges buffered around now, seconds. */
  buffered(): { start: number; end: number }[];
  /** @returns The disposer. */
  on(listener: (event: PlayerEvent) => void): () => void;
  dispose(): void;
}
