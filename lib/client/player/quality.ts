/**
 * Qualities of a video, as a menu shows them.
 * @module
 */
import { t } from "../../shared/texts.ts";

/** A quality that can be chosen. */
export interface QualityLevel {
  /** The engine's own number. */
  id: number;
  /** Pixels; `null` for sound alone. */
  height: number | null;
  /** bit/s; 0 where nobody told. */
  bitrate: number;
  /** What the person reads: "720p". */
  label: string;
}

/** What engines know about a quality. */
interface RawLevel {
  id: number;
  height?: number | undefined;
  bitrate?: number | undefined;
}

/**
 * Makes a menu's entries, best first. Heights that occur twice are told apart
 * by their bit rate; twins in both are one entry, the first.
 */
export function qualities(levels: readonly RawLevel[]): QualityLevel[] {
  const seen = new Set<string>();
  const known = levels
    .map(({ id, height, bitrate }) => ({
      id,
      height: height || null,
      bitrate: bitrate ?? 0,
    }))
    .filter(({ height, bitrate }) => {
      const key = `${height} ${rateLabel(bitrate)}`;
      return seen.size < seen.add(key).size;
    })
    .sort((a, b) => (b.height ?? 0) - (a.height ?? 0) || b.bitrate - a.bitrate);
  return known.map((level) => {
    const { height, bitrate } = level;
    if (height === null) return { ...level, label: rateLabel(bitrate) };
    const isAlone = known.filter((l) => l.height === height).length === 1;
    const label = isAlone ? `${height}p` : `${height}p, ${rateLabel(bitrate)}`;
    return { ...level, label };
  });
}

function rateLabel(bitrate: number): string {
  if (bitrate <= 0) return t().media.soundOnly;
  return bitrate < 1_000_000
    ? `${Math.round(bitrate / 1000)} kbit/s`
    : `${(bitrate / 1_000_000).toFixed(1)} Mbit/s`;
}
