/**
 * Qualities and sounds that were refused or are missing: hls.js goes on with
 * the others, and those that a new permission may bring back get one more
 * chance, without a stop.
 * @module
 */
import type Hls from "hls.js";
import type { ErrorData, Fragment, Level, MediaPlaylist } from "hls.js";
import { createMissing } from "./missing.ts";
import type { MediaRefusal } from "../media_errors.ts";

/** Which qualities and sounds of one player were refused. */
export interface Refusals {
  /**
   * Takes a refusal; others go on where there are any.
   * @returns Whether there are.
   */
  take(data: ErrorData, refusal: MediaRefusal): boolean;
  has(part: Level | MediaPlaylist): boolean;
  /** A segment came. */
  came(segment: Fragment): void;
  /** hls.js forgets at each start what failed. */
  startLoad(position: number): void;
  /** The manifest was loaded anew. */
  forget(): void;
}

interface RefusalsOptions {
  /** Place to go on from, s. */
  position(): number;
  /** Brings a new permission. @throws When there is none. */
  renew(): Promise<void>;
  onChange(): void;
}

/** Refusals in a row after which nothing is tried any more. Chosen: a minute of short segments in three qualities. */
const MOST_IN_VAIN = 100;

/**
 * Watches over one player of hls.js.
 * @see SPEC W50
 */
export function createRefusals(
  hls: Hls,
  { position, renew, onChange }: RefusalsOptions,
): Refusals {
  const missing = createMissing(hls);
  let refused = new Set<Level | MediaPlaylist>();
  let hadChance = new Set<Level>();
  // Refusals since media came.
  let inVain = 0;
  const isLeft = (part: Level | MediaPlaylist) => !refused.has(part);

  function startLoad(from: number) {
    hls.startLoad(from);
    for (const part of refused) if ("loadError" in part) part.loadError++;
  }

  /** hls.js has moved on by itself, unless the others had failed before, or do not fit the picture. */
  function goOnWith(left: Level[], { isStopped }: { isStopped: boolean }) {
    const now = hls.levels[hls.loadLevel];
    if (!isStopped && now && isLeft(now)) return;
    const fits = left.filter((level) =>
      hls.levels.indexOf(level) <= hls.maxAutoLevel
    );
    // Else it would take only what fits the size of the picture.
    if (fits.length === 0) hls.capLevelToPlayerSize = false;
    const next = fits.at(-1) ?? left[0];
    if (!next) return;
    const index = hls.levels.indexOf(next);
    hls.startLevel = index;
    hls.nextLoadLevel = index;
    // It would wait for the one that it has, longer each time.
    startLoad(position());
  }

  /** hls.js waits twice as long after each failure, whatever failed. */
  function lookAgainSoon() {
    for (const level of hls.levels) {
      level.loadError = 0;
      level.fragmentError = 0;
    }
  }

  /** Its playlist, loaded anew with a new permission, may lead to what is there. */
  async function giveChance(level: Level) {
    hadChance.add(level);
    try {
      await renew();
    } catch {
      // Without a new permission the others go on as they do.
      return;
    }
    if (!refused.delete(level)) return;
    delete level.details;
    level.loadError = 0;
    level.fragmentError = 0;
    onChange();
  }

  function takeLevel(
    level: Level,
    { data, refusal }: { data: ErrorData; refusal: MediaRefusal },
  ): boolean {
    const isNew = !refused.has(level);
    refused.add(level);
    level.loadError++;
    const left = hls.levels.filter(isLeft);
    if (left.length === 0) {
      if (!isMissing(data, refusal) || !missing.take(data.frag)) return false;
      for (const each of hls.levels) refused.delete(each);
      lookAgainSoon();
      const first = missing.beginsAt(data.frag);
      if (first !== null) startLoad(Math.max(position(), first));
      else if (data.fatal) startLoad(position());
      onChange();
      return true;
    }
    goOnWith(left, { isStopped: data.fatal });
    if (isNew && refusal.mayRenew && !hadChance.has(level)) {
      void giveChance(level);
    }
    onChange();
    return true;
  }

  function takeSound(data: ErrorData, refusal: MediaRefusal): boolean {
    // Another language is worse than a hole.
    if (isMissing(data, refusal) && missing.take(data.frag)) {
      lookAgainSoon();
      if (data.fatal) startLoad(position());
      return true;
    }
    const sound = hls.audioTracks[hls.audioTrack];
    if (sound) refused.add(sound);
    const next = hls.audioTracks.findIndex(isLeft);
    if (next < 0) return false;
    hls.audioTrack = next;
    if (data.fatal) startLoad(position());
    onChange();
    return true;
  }

  return {
    take(data, refusal) {
      if (++inVain > MOST_IN_VAIN) return false;
      const { context, frag } = data;
      if (frag?.type === "audio" || context?.type === "audioTrack") {
        return takeSound(data, refusal);
      }
      const index = frag?.type === "main" ? frag.level : context?.level;
      const level = hls.levels[index ?? -1];
      return level !== undefined && takeLevel(level, { data, refusal });
    },
    has: (part) => refused.has(part),
    came(segment) {
      inVain = 0;
      missing.came(segment);
    },
    startLoad,
    forget() {
      missing.forget();
      refused = new Set();
      hadChance = new Set();
    },
  };
}

/** A segment of a playlist that is there itself. */
function isMissing(
  data: ErrorData,
  { failed }: MediaRefusal,
): data is ErrorData & { frag: Fragment } {
  return data.details === "fragLoadError" && data.frag !== undefined &&
    data.frag.sn !== "initSegment" && failed.kind === "not_found";
}
