/**
 * Kaltura's own player, loaded at run time from an entry's `playUrl`. It is
 * AGPL and large, so it is never part of our bundles.
 * @module
 */
import { parseUrl } from "../../../shared/compat/parse_url.ts";

/** What a `playUrl` says. */
export interface PlaykitAddress {
  /** Address of the script. */
  script: string;
  /** Host of Kaltura's API. */
  origin: string;
  partnerId: number;
  uiConfId: number;
  entryId: string | null;
  ks: string | null;
}

/** The part of Kaltura's player that we use. Source: kaltura-player-js 3.17, `docs/`. */
interface Playkit {
  setup(config: Record<string, unknown>): PlaykitPlayer;
}

/** A track of Kaltura's player; which fields there are depends on its kind. */
export interface PlaykitTrack {
  id: number | string;
  index: number;
  active: boolean;
  label?: string;
  language?: string;
  height?: number;
  bandwidth?: number;
}

/** A player of Kaltura's, see {@linkcode Playkit}. */
export interface PlaykitPlayer {
  provider: {
    getMediaConfig(
      media: { entryId: string; ks?: string },
    ): Promise<PlaykitMedia>;
  };
  setMedia(media: PlaykitMedia): void;
  getVideoElement(): HTMLVideoElement | undefined;
  getTracks(kind: "video" | "text" | "audio"): PlaykitTrack[];
  selectTrack(track: PlaykitTrack): void;
  hideTextTrack(): void;
  enableAdaptiveBitrate(): void;
  addEventListener(type: string, listen: (event: PlaykitEvent) => void): void;
  destroy(): void;
}

/** An event of Kaltura's player. */
interface PlaykitEvent {
  payload?: PlaykitError;
}

/** An error of Kaltura's player. `severity` 2 is final. Source: playkit-js, `Error`. */
export interface PlaykitError {
  severity: number;
  category: number;
  code: number;
  data?: unknown;
}

/** Media as Kaltura's player takes it. */
export interface PlaykitMedia {
  sources: Record<string, unknown> & {
    hls?: PlaykitSource[];
    dash?: PlaykitSource[];
    progressive?: PlaykitSource[];
    startTime?: number;
  };
}

/** One way to the media. */
interface PlaykitSource {
  id?: string;
  url: string;
  mimetype: string;
  drmData?: unknown[];
}

/** The script could not be loaded, or is not what it should be. */
export class PlaykitLoadError extends Error {
  override name = "PlaykitLoadError";
}

/** How long the script may take, ms. Chosen: 2.5 MB on a slow phone. */
const LOAD_MS = 30_000;
const PATH =
  /^\/p\/(\d+)\/(?:sp\/\d+\/)?embedPlaykitJs\/uiconf_id\/(\d+)(?:\/|$)/;

const loads = new Map<string, Promise<Playkit>>();

/** Reads a `playUrl`; `null` when it is none of Kaltura's player. */
export function readPlayUrl(playUrl: string): PlaykitAddress | null {
  const url = parseUrl(playUrl, globalThis.location?.href);
  const [, partnerId, uiConfId] = PATH.exec(url?.pathname ?? "") ?? [];
  if (!url || partnerId === undefined || !/^https?:$/.test(url.protocol)) {
    return null;
  }
  const { searchParams } = url;
  return {
    // Without the KS, which a script's address has no need of, and without
    // what would make the answer a page or start a player by itself.
    script: `${url.origin}${url.pathname}`,
    origin: url.origin,
    partnerId: Number(partnerId),
    uiConfId: Number(uiConfId),
    entryId: searchParams.get("entry_id"),
    ks: searchParams.get("ks"),
  };
}

/** Loads the script once. @throws {PlaykitLoadError} */
export function loadPlaykit(script: string): Promise<Playkit> {
  const known = loads.get(script);
  if (known) return known;
  const loading = insert(script);
  loads.set(script, loading);
  // Another try may succeed.
  loading.catch(() => loads.delete(script));
  return loading;
}

function insert(src: string): Promise<Playkit> {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    const timer = setTimeout(() => fail("takes too long"), LOAD_MS);
    function fail(why: string) {
      clearTimeout(timer);
      element.remove();
      reject(new PlaykitLoadError(`Kaltura's player ${why}`));
    }
    element.onerror = () => fail("cannot be loaded");
    element.onload = () => {
      clearTimeout(timer);
      const { KalturaPlayer } = globalThis as { KalturaPlayer?: Playkit };
      if (typeof KalturaPlayer?.setup === "function") resolve(KalturaPlayer);
      else fail("is not what it should be");
    };
    element.src = src;
    element.async = true;
    document.head.append(element);
  });
}
