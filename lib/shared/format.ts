/**
 * Times and differences, as people read and hear them. Figures follow the
 * person's locale, words and the figures among them the language of the texts.
 * @module
 */
import { TEXT_LOCALE } from "./locale.ts";
import { t } from "./texts.ts";

/**
 * Media time as players show it: `1:05`, `1:02:03`. What is no time is `0:00`.
 * @param locale One that {@linkcode knownLocale} knows.
 * @see SPEC U7
 */
export function formatTime(
  seconds: number,
  locale: string = TEXT_LOCALE,
): string {
  const text = formatPlace(seconds, locale);
  const { zero } = figuresOf(locale);
  // Players write `1:05`; an hour has no zero before it anyway.
  return text.startsWith(zero) ? text.slice(zero.length) : text;
}

/** A place in a video, all minutes in two digits: `01:05`, `1:02:03`. */
export function formatPlace(
  seconds: number,
  locale: string = TEXT_LOCALE,
): string {
  const { hours, minutes, rest } = split(seconds);
  const { digital } = figuresOf(locale);
  if (digital) return digital.format({ hours, minutes, seconds: rest });
  const text = `${pad(minutes)}:${pad(rest)}`;
  return hours > 0 ? `${hours}:${text}` : text;
}

/** Media time as it is spoken: `1 minute 5 seconds`. */
export function speakTime(seconds: number): string {
  const { hours, minutes, rest } = split(seconds);
  const parts = [
    hours > 0 && t().time.hours({ n: hours }),
    minutes > 0 && t().time.minutes({ n: minutes }),
    rest > 0 && t().time.seconds({ n: rest }),
  ].filter((part) => part !== false);
  return parts.join(" ") || t().time.seconds({ n: 0 });
}

/** A place in a video as it is spoken: `1 minute 5 seconds of 2 minutes`. @param duration s; 0: unknown, and left out. */
export function speakPosition(position: number, duration: number): string {
  return duration > 0
    ? t().time.placeOf({
      place: speakTime(position),
      length: speakTime(duration),
    })
    : speakTime(position);
}

/** A moment of a broadcast by this device's clock: `19:05:12`. @param seconds Programme time, s since epoch. */
export function formatMoment(
  seconds: number,
  locale: string = TEXT_LOCALE,
): string {
  return new Date(seconds * 1000).toLocaleTimeString(locale);
}

/**
 * How far a viewer is from the room's place.
 * @param driftMs Media time minus target, ms; negative: behind; `null`: unknown.
 */
export function formatDrift(
  driftMs: number | null,
  locale: string = TEXT_LOCALE,
): string {
  if (driftMs === null || !Number.isFinite(driftMs)) {
    return t().drift.unknown;
  }
  const rounded = Math.round(Math.abs(driftMs));
  if (rounded === 0) return t().drift.none;
  const size = formatMs(rounded, locale);
  return driftMs < 0 ? t().drift.behind({ size }) : t().drift.ahead({ size });
}

/** A span of time: `85 ms`, `1.2 s`. @param ms `null`: unknown. */
export function formatMs(
  ms: number | null,
  locale: string = TEXT_LOCALE,
): string {
  if (ms === null || !Number.isFinite(ms)) return t().drift.unknown;
  const { whole, tenths } = figuresOf(locale);
  return Math.round(ms) < 1000
    ? `${whole.format(Math.round(ms))} ms`
    : `${tenths.format(ms / 1000)} s`;
}

/** How a locale writes figures. */
interface Figures {
  whole: Intl.NumberFormat;
  /** With one place after the point. */
  tenths: Intl.NumberFormat;
  /** Hours, minutes and seconds; `null` on devices that do not know how. */
  digital: Intl.DurationFormat | null;
  zero: string;
}

/** Making them takes longer than using them; a page has one locale. */
const known = new Map<string, Figures>();

function figuresOf(locale: string): Figures {
  const made = known.get(locale);
  if (made) return made;
  const whole = new Intl.NumberFormat(locale);
  // Safari has it since 16.4, Chromium since 129.
  const digital = "DurationFormat" in Intl
    ? new Intl.DurationFormat(locale, {
      style: "digital",
      hoursDisplay: "auto",
    })
    : null;
  const figures = {
    whole,
    tenths: new Intl.NumberFormat(locale, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }),
    digital,
    zero: whole.format(0),
  };
  known.set(locale, figures);
  return figures;
}

function split(seconds: number) {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  return {
    hours: Math.floor(whole / 3600),
    minutes: Math.floor(whole / 60) % 60,
    rest: whole % 60,
  };
}

function pad(n: number): string {
  return String(n).padStart(2, "0");
}

/** A day as people write it: `26 Nov 2026`; `null` for what is no date. @param iso A time stamp, ISO 8601. */
export function formatDay(
  iso: string,
  locale: string = TEXT_LOCALE,
): string | null {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? null
    : date.toLocaleDateString(locale, { dateStyle: "medium" });
}

/** A large number, short: `1.2K`. */
export function formatCount(
  count: number,
  locale: string = TEXT_LOCALE,
): string {
  return count.toLocaleString(locale, { notation: "compact" });
}
