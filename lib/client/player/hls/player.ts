/**
 * The `hls` engine: a plain `<video>` fed with HLS.
 * @module
 */
import { createElementPlayer } from "../element_player.ts";
import { feedHls } from "./source.ts";
import type { Player } from "../player.ts";

interface HlsPlayerOptions {
  /** Maps every URL before it is loaded. Must leave alone what it has mapped already. @default identity */
  rewrite?: (url: string) => string;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

/** Makes a player on an element that nothing else controls. */
export function createHlsPlayer(
  video: HTMLVideoElement,
  options: HlsPlayerOptions = {},
): Player {
  return createElementPlayer(video, {
    ...options,
    engine: "hls",
    feed: feedHls,
  });
}
