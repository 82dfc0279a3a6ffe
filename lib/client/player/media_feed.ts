/**
 * What feeds a `<video>` with HLS, whichever way: the seam between the `hls`
 * engine and hls.js or the browser's own HLS.
 * @module
 */
import type { CaptionFile } from "../../shared/video/video.ts";
import type { MediaFailure } from "./media_errors.ts";
import type { Programme } from "./programme.ts";
import { NO_CHOICES, type PlayerChoices } from "./choices.ts";

/** Feeds until `dispose()`; the element is empty after it. */
export interface MediaFeed {
  readonly choices: PlayerChoices;
  /** Of a broadcast: where its moments are in the element; `null` where places are the element's own. */
  programme?(): Programme | null;
  dispose(): void;
}

/** What to feed, and whom to tell. */
export interface FeedOptions {
  url: string;
  /** Where to begin, seconds. */
  startAt: number;
  /** Whether places are moments of programme time. */
  isLive: boolean;
  /** Captions for where the manifest names none. */
  captions?: readonly CaptionFile[] | undefined;
  /** Maps every URL before it is loaded. */
  rewrite(url: string): string;
  /** Asks for a new address when the permission in the old one ends. */
  renew?: (() => Promise<{ manifestUrl: string }>) | undefined;
  onReady(): void;
  /** The element is emptied and fed anew from the same place. */
  onRefill(state: "began" | "done"): void;
  onChoices(): void;
  /** Final: nothing more will come. */
  onFailure(failure: MediaFailure): void;
}

/** The choices of a player that has no media. */
export const NO_PLAYER_CHOICES: PlayerChoices = {
  now: () => NO_CHOICES,
  setQuality() {},
  setCaptionTrack() {},
  setAudioTrack() {},
};

/** Empties an element. */
export function empty(video: HTMLVideoElement): void {
  video.removeAttribute("src");
  video.load();
}
