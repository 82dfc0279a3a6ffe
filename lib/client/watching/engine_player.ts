/**
 * One player for whichever engine the server names, video by video.
 * @module
 */
import type { EngineName } from "../../shared/video/video.ts";
import { createHlsPlayer } from "../player/hls/player.ts";
import { prepareHls } from "../player/hls/source.ts";
import type { Player, PlayerEvent, PlayerSource } from "../player/player.ts";

interface EnginePlayerOptions {
  /** Maps every URL before it is loaded. @default identity */
  rewrite?: (url: string) => string;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

/** Wait before the parts for a video are fetched, ms. Chosen: the room's first messages come before. */
const PREPARE_MS = 500;

/** Makes a player on an element, or in its place. It begins as `hls`. */
export function createEnginePlayer(
  video: HTMLVideoElement,
  options: EnginePlayerOptions = {},
): Player {
  const listeners = new Set<(event: PlayerEvent) => void>();
  const wants = { rate: 1, volume: 1, muted: video.muted };
  let loads = 0;
  // Once the page has nothing better to do.
  const preparing = setTimeout(prepareHls, PREPARE_MS);
  let current = adopt(createHlsPlayer(video, options));

  function adopt(player: Player): Player {
    player.on((event) => {
      for (const listener of [...listeners]) listener(event);
    });
    player.setRate(wants.rate);
    player.setVolume(wants.volume);
    player.setMuted(wants.muted);
    return player;
  }

  async function make(engine: EngineName): Promise<() => Player> {
    if (engine === "hls") return () => createHlsPlayer(video, options);
    // Few accounts need it.
    const { createPlaykitPlayer } = await import("../player/playkit/player.ts");
    return () => createPlaykitPlayer(video, options);
  }

  return {
    get engine() {
      return current.engine;
    },
    async load(source: PlayerSource) {
      const load = ++loads;
      const { engine = "hls" } = source;
      if (engine !== current.engine) {
        const create = await make(engine);
        if (load !== loads) return;
        current.dispose();
        current = adopt(create());
      }
      await current.load(source);
    },
    play: () => current.play(),
    pause: () => current.pause(),
    seek: (position) => current.seek(position),
    setRate(rate) {
      wants.rate = rate;
      current.setRate(rate);
    },
    setVolume(volume) {
      wants.volume = volume;
      current.setVolume(volume);
    },
    setMuted(muted) {
      wants.muted = muted;
      current.setMuted(muted);
    },
    sample: () => current.sample(),
    found: () => current.found(),
    buffered: () => current.buffered(),
    get choices() {
      return current.choices;
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose() {
      loads++;
      clearTimeout(preparing);
      current.dispose();
      listeners.clear();
    },
  };
}
