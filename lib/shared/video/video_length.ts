/**
 * How long an entry is, as far as it is known, and what it is.
 * @module
 */
import { formatTime, speakTime } from "../format.ts";
import { t } from "../texts.ts";

/** What is told from. `duration` in seconds, 0: unknown. Without `kind` it is a video. */
export interface Entry {
  kind?: "video" | "audio" | "live" | undefined;
  duration: number;
  /** Of a live one: whether it is on the air, where the catalogue tells. */
  isLive?: boolean | undefined;
}

/** Words beside a title. */
interface LengthWords {
  /** What fits on a picture; `null` where nothing is known. */
  shown: string | null;
  /** The same as it is spoken. */
  spoken: string;
}

/**
 * A length in words: `1:05`, `Live`; for sound alone, it says so.
 * @param locale How times are written.
 * @see SPEC U22
 */
export function lengthWords(entry: Entry, locale: string): LengthWords {
  const { kind, duration, isLive } = entry;
  if (kind === "live") {
    return isLive === false
      ? { shown: t().time.notOnAir, spoken: t().time.notOnAirSpoken }
      : { shown: t().time.live, spoken: t().time.liveSpoken };
  }
  const isKnown = duration > 0;
  const time = isKnown ? formatTime(duration, locale) : null;
  const spoken = isKnown ? speakTime(duration) : t().time.lengthUnknown;
  return kind === "audio"
    ? {
      shown: time ?? t().time.audio,
      spoken: t().time.audioOf({ length: spoken }),
    }
    : { shown: time, spoken };
}
