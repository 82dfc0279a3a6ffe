/**
 * Reads WebVTT as far as captions need it: times, settings and text. Regions,
 * styles and notes are skipped; the text's own markup is the browser's to draw.
 * Source: W3C WebVTT §4, and RFC 8216 §3.5 for the map of times.
 * @module
 */

/** A caption. Times in seconds of the file's own clock. */
export interface VttCue {
  start: number;
  end: number;
  text: string;
  /** `line`, `position`, `size`, `align`, `vertical`, as written. */
  settings: Readonly<Record<string, string>>;
}

/** A file of captions. */
export interface VttFile {
  cues: VttCue[];
  /** What to add to the cues' times to get MPEG time, s; `null` where none is told. */
  mpegOffset: number | null;
}

/** Ticks of MPEG time per second. Source: ISO 13818-1. */
const MPEG_HZ = 90_000;
const TIME = /^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/;

/** Reads a file; blocks that cannot be read are left out, as browsers do. */
export function parseVtt(text: string): VttFile {
  const blocks = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")
    .split(/\n{2,}/);
  const [header = ""] = blocks;
  if (!/^WEBVTT(?:[ \t\n]|$)/.test(header)) {
    return { cues: [], mpegOffset: null };
  }
  return {
    cues: blocks.slice(1).flatMap((block) => cueOf(block) ?? []),
    mpegOffset: mpegOffset(header),
  };
}

function cueOf(block: string): VttCue | null {
  const lines = block.split("\n").filter((line) => line !== "");
  const at = lines.findIndex((line) => line.includes("-->"));
  // A cue has at most its name above its times.
  if (at < 0 || at > 1) return null;
  const [, from, to, rest = ""] =
    /^\s*(\S+)\s+-->\s+(\S+)(?:\s+(.*))?$/.exec(lines[at] ?? "") ?? [];
  const start = seconds(from);
  const end = seconds(to);
  if (start === null || end === null || end <= start) return null;
  const settings = Object.fromEntries(
    rest.split(/\s+/).flatMap((word) => {
      const [, name, value] = /^([a-z]+):(\S+)$/.exec(word) ?? [];
      return name && value ? [[name, value]] : [];
    }),
  );
  return { start, end, text: lines.slice(at + 1).join("\n"), settings };
}

function seconds(time: string | undefined): number | null {
  const [, h = "0", m, s, ms] = TIME.exec(time ?? "") ?? [];
  if (m === undefined) return null;
  return Number(h) * 3600 + Number(m) * 60 + Number(s) + Number(ms) / 1000;
}

function mpegOffset(header: string): number | null {
  const [, map = ""] = /^X-TIMESTAMP-MAP=(.*)$/m.exec(header) ?? [];
  const [, ticks] = /MPEGTS:(\d+)/.exec(map) ?? [];
  const local = seconds(/LOCAL:([\d:.]+)/.exec(map)?.[1]);
  if (ticks === undefined || local === null) return null;
  return Number(ticks) / MPEG_HZ - local;
}
