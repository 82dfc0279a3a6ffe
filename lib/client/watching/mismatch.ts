/**
 * Whether this viewer's media is what the room watches, as far as its length
 * tells. Scenes of another cut do not match, however well it is kept in sync.
 * @module
 */
import { formatTime } from "../../shared/format.ts";
import { SAME_LENGTH_S } from "../../shared/limits.ts";
import { t } from "../../shared/texts.ts";

/**
 * How much longer this viewer's media is than the room's, s; negative: shorter.
 * @param lengths Seconds; what is not known yet is `null`, 0 or not finite.
 * @returns `null` when they are the same, or nothing is known.
 * @see SPEC W23
 */
export function lengthMismatchS(
  { media, room }: { media: number | null; room: number | null },
): number | null {
  if (!isLength(media) || !isLength(room)) return null;
  const differenceS = media - room;
  return Math.abs(differenceS) > SAME_LENGTH_S ? differenceS : null;
}

/** What the viewer is told. */
export function mismatchSentence(differenceS: number): string {
  const size = Math.round(Math.abs(differenceS));
  const span = size < 60 ? t().time.seconds({ n: size }) : formatTime(size);
  return differenceS > 0
    ? t().media.longer({ span })
    : t().media.shorter({ span });
}

function isLength(seconds: number | null): seconds is number {
  return seconds !== null && Number.isFinite(seconds) && seconds > 0;
}
