/**
 * The playlist of one quality, sound or caption track: its segments. It is
 * written in the order that players insist on, each head once, and without
 * the low-latency parts: those would ask this server several times a second
 * for each viewer, and a room needs the same moment rather than the newest.
 * @module
 */
import {
  type AttributeForm,
  attributesOf,
  define,
  type Line,
  type PlaylistContext,
  PlaylistError,
  type PlaylistPart,
  written,
} from "./playlist_tag.ts";

/** Most segments that are passed on. Chosen: eleven hours of 2 s, thirty-three of 6 s. */
const MAX_SEGMENTS = 20_000;

const KEY_FORMS: Readonly<Record<string, AttributeForm>> = {
  METHOD: "word",
  IV: "hex",
  KEYFORMAT: "text",
  KEYFORMATVERSIONS: "text",
};
const MAP_FORMS: Readonly<Record<string, AttributeForm>> = {
  BYTERANGE: "range",
};
const START_FORMS: Readonly<Record<string, AttributeForm>> = {
  "TIME-OFFSET": "number",
  PRECISE: "word",
};
/** What a live playlist may say of its server; the rest is about parts. */
const CONTROL_FORMS: Readonly<Record<string, AttributeForm>> = {
  "HOLD-BACK": "number",
};
/** Source: RFC 8216bis §4.4.4.4; another one is ignored, as hls.js does. */
const METHODS = new Set(["AES-128", "SAMPLE-AES", "SAMPLE-AES-CTR", "AES-256"]);

/** What was read. */
interface SegmentList {
  parts: PlaylistPart[];
  /** Seconds after which a live list may have changed; `null` for one that is complete. */
  reloadS: number | null;
}

/** A length that is known at the end only. */
type Body = PlaylistPart | { seconds: number | null };

/**
 * Reads the lines of a media playlist, without the first.
 * @throws {PlaylistError} `host` for a segment, key or head where media may not come from; `protected`; `unreadable`.
 * @see SPEC M9, M10, M12
 */
// deno-lint-ignore house/long-function -- a tag of the standard a line, and what they have in common
export function readSegments(
  lines: readonly Line[],
  context: PlaylistContext,
): SegmentList {
  const heads = new Map<string, string>();
  const head = (tag: string, value: string) => {
    if (!heads.has(tag)) heads.set(tag, value);
  };
  const body: Body[] = [];
  // What stands before a segment; what comes after the last belongs to one to come.
  let waiting: Body[] = [];
  let isTimed = false;
  let isGap = false;
  let segments = 0;
  let longestS = 0;
  let skipped = 0;
  let sequence = 0;
  let isLocked = false;
  let isOpen = false;
  let isLive = true;

  function segment(value: string) {
    if (++segments > MAX_SEGMENTS) throw unreadable("It has too many segments");
    if (isLocked && !isOpen) {
      throw new PlaylistError("protected", "The media is copy-protected");
    }
    const uri = context.variables.fill(value);
    const url = uri === null ? null : context.resolve(uri);
    // Nobody fetches a gap; the line has to be there.
    if (!url && !isGap) throw outOfReach("segment", uri);
    body.push(
      ...waiting,
      ...(isTimed ? [] : [{ seconds: null }]),
      url ? { kind: "resource", url } : "gap",
      "\n",
    );
    waiting = [];
    isTimed = false;
    isGap = false;
  }

  function key(list: string) {
    const attributes = attributesOf(list, context);
    const method = attributes.get("METHOD") ?? "";
    const uri = attributes.get("URI") ?? "";
    const format = attributes.get("KEYFORMAT") || "identity";
    if (method === "NONE") {
      isLocked = false;
      isOpen = false;
      waiting.push("#EXT-X-KEY:METHOD=NONE\n");
    } else if (!METHODS.has(method)) return;
    else if (format !== "identity" || /^skd:/i.test(uri)) isLocked = true;
    else {
      isOpen = true;
      const url = uri === "" ? null : context.resolve(uri);
      if (!url) throw outOfReach("key", uri || null);
      const shown = written(attributes, { forms: KEY_FORMS, context });
      waiting.push(
        `#EXT-X-KEY:${shown.join(",")},URI="`,
        { kind: "resource", url },
        '"\n',
      );
    }
  }

  function map(list: string) {
    const attributes = attributesOf(list, context);
    const uri = attributes.get("URI") ?? "";
    const url = uri === "" ? null : context.resolve(uri);
    if (!url) throw outOfReach("head", uri || null);
    const range = written(attributes, { forms: MAP_FORMS, context });
    waiting.push(
      '#EXT-X-MAP:URI="',
      { kind: "resource", url },
      `"${range.map((text) => `,${text}`).join("")}\n`,
    );
  }

  for (const { tag, value } of lines) {
    switch (tag) {
      case null:
        segment(value);
        break;
      case "EXTINF": {
        const seconds = numberIn(value);
        longestS = Math.max(longestS, seconds ?? 0);
        waiting = waiting.filter((part) => !isLength(part));
        waiting.push({ seconds });
        isTimed = true;
        break;
      }
      case "EXT-X-BYTERANGE":
        if (/^\d+(?:@\d+)?$/.test(value)) waiting.push(`#${tag}:${value}\n`);
        break;
      case "EXT-X-BITRATE":
        if (/^\d+$/.test(value)) waiting.push(`#${tag}:${value}\n`);
        break;
      case "EXT-X-GAP":
        isGap = true;
        waiting.push(`#${tag}\n`);
        break;
      case "EXT-X-DISCONTINUITY":
        waiting.push(`#${tag}\n`);
        break;
      case "EXT-X-PROGRAM-DATE-TIME": {
        const at = dateIn(value);
        if (at) waiting.push(`#${tag}:${at}\n`);
        break;
      }
      case "EXT-X-KEY":
        key(value);
        break;
      case "EXT-X-MAP":
        map(value);
        break;
      case "EXT-X-DEFINE":
        define(value, context);
        break;
      case "EXT-X-TARGETDURATION": {
        const seconds = numberIn(value);
        if (seconds) head(tag, `:${Math.max(1, Math.round(seconds))}`);
        break;
      }
      case "EXT-X-VERSION":
      case "EXT-X-DISCONTINUITY-SEQUENCE":
        if (/^\d+$/.test(value)) head(tag, `:${value}`);
        break;
      case "EXT-X-MEDIA-SEQUENCE":
        sequence ||= Math.floor(numberIn(value) ?? 0);
        break;
      case "EXT-X-SKIP":
        skipped = Math.floor(
          numberIn(
            attributesOf(value, context).get("SKIPPED-SEGMENTS") ?? "",
          ) ?? 0,
        );
        break;
      case "EXT-X-PLAYLIST-TYPE":
        if (!/^(VOD|EVENT)$/i.test(value)) break;
        head(tag, `:${value.toUpperCase()}`);
        // What cannot change is complete, also where that is not said.
        isLive &&= value.toUpperCase() !== "VOD";
        break;
      case "EXT-X-ENDLIST":
        isLive = false;
        break;
      case "EXT-X-INDEPENDENT-SEGMENTS":
      case "EXT-X-I-FRAMES-ONLY":
        head(tag, "");
        break;
      case "EXT-X-START":
      case "EXT-X-SERVER-CONTROL": {
        const forms = tag === "EXT-X-START" ? START_FORMS : CONTROL_FORMS;
        const shown = written(attributesOf(value, context), { forms, context });
        if (shown.length > 0) head(tag, `:${shown.join(",")}`);
        break;
      }
    }
  }
  if (segments === 0 && !isLive) throw unreadable("It has no segments");

  const targetS = Number(heads.get("EXT-X-TARGETDURATION")?.slice(1)) ||
    Math.max(1, Math.round(longestS));
  heads.delete("EXT-X-TARGETDURATION");
  const parts: PlaylistPart[] = [
    "#EXTM3U\n",
    `#EXT-X-TARGETDURATION:${targetS}\n`,
    `#EXT-X-MEDIA-SEQUENCE:${sequence + skipped}\n`,
    ...[...heads].map(([tag, value]) => `#${tag}${value}\n`),
    ...body.map((part): PlaylistPart =>
      isLength(part) ? `#EXTINF:${digits(part.seconds ?? targetS)},\n` : part
    ),
    ...(isLive ? [] : ["#EXT-X-ENDLIST\n"]),
  ];
  return { parts, reloadS: isLive ? targetS : null };
}

function isLength(part: Body): part is { seconds: number | null } {
  return typeof part === "object" && "seconds" in part;
}

/** Without an exponent, which players do not read. */
function digits(seconds: number): string {
  return seconds.toFixed(6).replace(/\.?0+$/, "");
}

/** The number that a value begins with; `null` for none, and for what is below 0. */
function numberIn(value: string): number | null {
  const [match] = /^(?:\d+(?:\.\d*)?|\.\d+)/.exec(value) ?? [];
  const number = Number(match ?? NaN);
  return Number.isFinite(number) && number <= Number.MAX_SAFE_INTEGER
    ? number
    : null;
}

/** A date as every browser reads it; one without a zone is the same moment for all. */
function dateIn(value: string): string | null {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(value);
  const date = new Date(hasZone ? value : `${value}Z`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function outOfReach(what: string, uri: string | null): PlaylistError {
  return uri === null
    ? unreadable(`A ${what} has no address`)
    : new PlaylistError("host", `A ${what} lies where media may not come from`);
}

function unreadable(message: string): PlaylistError {
  return new PlaylistError("unreadable", message);
}
