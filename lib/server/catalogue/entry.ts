/**
 * One entry of a catalogue, as strangers send it, made into a video or left
 * out. Each is judged alone: what is odd in one takes nothing from the others.
 * @module
 */
import * as v from "valibot";
import { MAX_TEXT_LENGTH } from "../../shared/limits.ts";
import { PartnerId, type Video, VideoId } from "../../shared/video/video.ts";
import { outsideText } from "../upstream/outside_text.ts";
import { kindOf } from "./entry_kind.ts";

/** Longest description that is kept, characters. Chosen: a page of text. */
const MAX_DESCRIPTION_LENGTH = 2000;
/** Longest film that is believed, s. Chosen: a week; beyond it is a unit or a fault. */
const MAX_DURATION_S = 7 * 86_400;
/** Latest time that a date can hold, ms. Source: ECMA-262, "Time Values". */
const MAX_TIME_MS = 8.64e15;
/** Times below this are seconds, above it ms. Chosen: 1973 in ms, 5138 in seconds. */
const SECONDS_BELOW = 1e11;

/** What becomes of an entry. `why` names the field, never its content. */
type Judged = { video: Video } | { leftOut: string };

/**
 * Judges an entry: what does not fit is dropped, title and date have a
 * fallback, and what has no id, cannot be played or does not exist yet is left
 * out.
 * @param partnerId The account where the entry names none.
 * @see SPEC V10–V12
 */
export function judgeEntry(
  entry: unknown,
  { partnerId }: { partnerId?: string | undefined } = {},
): Judged {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    return { leftOut: "no entry" };
  }
  const told = entry as Record<string, unknown>;
  const id = typeof told.id === "number" ? String(told.id) : told.id;
  // `search` would be another path.
  if (!v.is(VideoId, id) || id === "search") return { leftOut: "id" };
  const kind = kindOf(told);
  if ("leftOut" in kind) return kind;

  const { text, number } = reader(told);
  const thumbnailUrl = webAddress(told.thumbnailUrl);
  const partner = digits(told.partnerId) ?? partnerOf(told.playUrl) ??
    partnerOf(told.thumbnailUrl) ?? partnerId;
  const description = text("description", MAX_DESCRIPTION_LENGTH);
  const durationS = kind.kind === "live" ? 0 : number("duration") ?? 0;
  const views = number("views");
  return {
    video: {
      id,
      title: text("title", MAX_TEXT_LENGTH) ?? `Untitled (${id})`,
      ...(description === undefined ? {} : { description }),
      ...(thumbnailUrl === undefined ? {} : { thumbnailUrl }),
      duration: durationS <= MAX_DURATION_S ? durationS : 0,
      ...(partner === undefined ? {} : { partnerId: partner }),
      createdAt: new Date(timeMs(told.createdAt) ?? 0).toISOString(),
      ...(views === undefined ? {} : { views: Math.floor(views) }),
      ...kind,
    },
  };
}

/** The account in an address of Kaltura's, `/p/{partner}/…`. */
export function partnerOf(address: unknown): string | undefined {
  const url = typeof address === "string" ? URL.parse(address) : null;
  return digits(/\/p\/(\d+)\//.exec(url?.pathname ?? "")?.[1]);
}

/**
 * A time as catalogues write it, in ms since epoch.
 * @param time ISO text, or a number of seconds or ms.
 * @returns `undefined` when it is none.
 */
export function timeMs(time: unknown): number | undefined {
  const number = typeof time === "number"
    ? time
    : typeof time === "string"
    ? Date.parse(time)
    : NaN;
  const isSeconds = typeof time === "number" && time < SECONDS_BELOW;
  const ms = isSeconds ? number * 1000 : number;
  return Math.abs(ms) <= MAX_TIME_MS ? ms : undefined;
}

/** An account's number, in digits; 0 is nobody's. */
export function digits(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return v.is(PartnerId, text) && Number(text) > 0 ? text : undefined;
}

function reader(told: Record<string, unknown>) {
  return {
    text(name: string, maxLength: number): string | undefined {
      const value = told[name];
      if (typeof value !== "string" && typeof value !== "number") return;
      return outsideText(String(value), maxLength) ?? undefined;
    },
    number(name: string): number | undefined {
      const value = told[name];
      const number = typeof value === "string" && value.trim() !== ""
        ? Number(value)
        : value;
      return typeof number === "number" && Number.isFinite(number) &&
          number >= 0
        ? number
        : undefined;
    },
  };
}

function webAddress(value: unknown): string | undefined {
  const url = typeof value === "string" ? URL.parse(value) : null;
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:";
  // What a template makes of nothing.
  const isFilled = !/\/(undefined|null)(\/|$)/.test(url?.pathname ?? "");
  return url && isWeb && isFilled ? url.href : undefined;
}
