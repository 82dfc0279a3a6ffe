/**
 * Figures of what is shown for a moment; apart, since the first frame does
 * without them.
 * @module
 */
import { showFlash } from "./flash.ts";

/** Shows a leap, as the locale writes seconds: `10s`. @param seconds Negative: back. */
export function flashLeap(seconds: number, locale: string): void {
  const words = new Intl.NumberFormat(locale, {
    style: "unit",
    unit: "second",
    unitDisplay: "narrow",
  }).format(Math.abs(seconds));
  showFlash(seconds < 0 ? "back" : "ahead", words);
}

/** Parts of 1 as the locale writes them: `65%`. */
export function percent(part: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent" }).format(part);
}
