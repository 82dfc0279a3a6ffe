/**
 * Places that a person may ask for, and how they are told.
 * @module
 */
import { formatTime, speakPosition, speakTime } from "../../shared/format.ts";
import { AT_LIVE_S } from "../../shared/limits.ts";
import type { Playback } from "../model/screen.ts";
import { t } from "../../shared/texts.ts";

/** What the words are made from. */
type Bounds = Pick<Playback, "live" | "duration">;

/** The nearest place that one may go to, s; where no end is known, nothing but the beginning bounds it. */
export function placeIn({ live, duration }: Bounds, position: number): number {
  const from = live?.from ?? 0;
  const to = live?.to ?? (duration || Infinity);
  return Math.min(to, Math.max(from, position));
}

/** How far behind live a place is, s; 0 where it counts as live, `null` for what is not on air. @see SPEC T10 */
export function behindLive({ live }: Bounds, position: number): number | null {
  if (!live || live.isOver) return null;
  const behindS = live.to - position;
  return behindS < AT_LIVE_S ? 0 : behindS;
}

/** A place as it is shown, and of how much: `1:05` of `2:00`; of a broadcast how far behind live it is. */
export function showPlace(
  bounds: Bounds,
  { position, locale }: { position: number; locale: string },
): { place: string; of: string | null } {
  const behindS = behindLive(bounds, position);
  if (behindS !== null) {
    const time = formatTime(behindS, locale);
    return {
      place: behindS === 0 ? t().time.live : t().time.behindLive({ time }),
      of: null,
    };
  }
  const { from, lengthS } = spanOf(bounds);
  return {
    place: formatTime(position - from, locale),
    of: lengthS > 0 ? formatTime(lengthS, locale) : null,
  };
}

/** The same as it is spoken. */
export function speakPlace(bounds: Bounds, position: number): string {
  const behindS = behindLive(bounds, position);
  if (behindS !== null) {
    return behindS === 0
      ? t().time.live
      : t().time.behindLive({ time: speakTime(behindS) });
  }
  const { from, lengthS } = spanOf(bounds);
  return lengthS > 0
    ? speakPosition(position - from, lengthS)
    : speakTime(position - from);
}

function spanOf({ live, duration }: Bounds): { from: number; lengthS: number } {
  const from = live?.from ?? 0;
  return { from, lengthS: (live?.to ?? duration) - from };
}
