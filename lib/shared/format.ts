/**
 * Times and differences, as people read and hear them.
 * @module
 */

/** Media time as players show it: `1:05`, `1:02:03`. What is no time is `0:00`. */
export function formatTime(seconds: number): string {
  const { hours, minutes, rest } = split(seconds);
  return hours > 0
    ? `${hours}:${pad(minutes)}:${pad(rest)}`
    : `${minutes}:${pad(rest)}`;
}

/** Media time as it is spoken: `1 minute 5 seconds`. */
export function speakTime(seconds: number): string {
  const { hours, minutes, rest } = split(seconds);
  const parts = [
    hours > 0 && count(hours, "hour"),
    minutes > 0 && count(minutes, "minute"),
    rest > 0 && count(rest, "second"),
  ].filter((part) => part !== false);
  return parts.join(" ") || "0 seconds";
}

/** A place in a video as it is spoken: `1 minute 5 seconds of 2 minutes`. */
export function speakPosition(position: number, duration: number): string {
  return `${speakTime(position)} of ${speakTime(duration)}`;
}

/**
 * How far a viewer is from the room's place.
 * @param driftMs Media time minus target, ms; negative: behind; `null`: unknown.
 */
export function formatDrift(driftMs: number | null): string {
  if (driftMs === null || !Number.isFinite(driftMs)) return "not known yet";
  const side = driftMs < 0 ? "behind" : "ahead";
  const size = Math.round(Math.abs(driftMs));
  if (size === 0) return "exactly on time";
  return `${formatMs(size)} ${side}`;
}

/** A span of time: `85 ms`, `1.2 s`. @param ms `null`: unknown. */
export function formatMs(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return "not known yet";
  return Math.round(ms) < 1000
    ? `${Math.round(ms)} ms`
    : `${(ms / 1000).toFixed(1)} s`;
}

/** A number of things: `1 person`, `3 people`. @param plural When it is more than an `s`. */
export function count(n: number, one: string, plural = `${one}s`): string {
  return `${n} ${n === 1 ? one : plural}`;
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
