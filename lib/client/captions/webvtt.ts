/**
 * Reads WebVTT by the browser's own parser: what is odd in a file means here
 * what it means in a `<track>`. Only the map of times, which is HLS's (RFC
 * 8216 §3.5), is read by hand.
 * @module
 */
import { withDeadline } from "../../shared/deadline.ts";
import { withResolver } from "../../shared/compat/resolvers.ts";

/** Which MPEG time a time of the file's own clock is, both in seconds. */
export interface TimeMap {
  mpegS: number;
  localS: number;
}

/** A file of captions. */
interface VttFile {
  /** In no track; times of the file's own clock. */
  cues: VTTCue[];
  /** `null` where none is told. */
  map: TimeMap | null;
}

/** Longest wait for the parser, ms. Chosen: it takes some for a film's captions. */
const PARSE_MS = 10_000;
/** Ticks of MPEG time per second. Source: ISO 13818-1. */
const MPEG_HZ = 90_000;

/**
 * Reads a file. What is no WebVTT has no cues.
 * @throws {Error} When the browser does not answer.
 */
export async function readVtt(text: string): Promise<VttFile> {
  return { cues: await parse(text), map: timeMapOf(text) };
}

async function parse(text: string): Promise<VTTCue[]> {
  // In no document, so that nothing of it is ever shown.
  const holder = document.createElement("video");
  const element = document.createElement("track");
  const url = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
  const { promise, resolve } = withResolver();
  element.addEventListener("load", () => resolve());
  // It says so of what does not begin with WEBVTT.
  element.addEventListener("error", () => resolve());
  try {
    holder.append(element);
    element.track.mode = "hidden";
    element.src = url;
    await withDeadline(promise, {
      ms: PARSE_MS,
      late: () => new Error("The browser does not read captions"),
    });
    const cues = [...element.track.cues ?? []] as VTTCue[];
    for (const cue of cues) element.track.removeCue(cue);
    return cues;
  } finally {
    element.removeAttribute("src");
    URL.revokeObjectURL(url);
  }
}

/** Reads the map of times in a file's header. */
export function timeMapOf(text: string): TimeMap | null {
  const header = text.slice(0, 4096).split(/\r\n|\n|\r/)
    .slice(1);
  for (const line of header) {
    if (line === "" || line.includes("-->")) return null;
    const [, map] = /^X-TIMESTAMP-MAP\s*[=:](.*)$/.exec(line) ?? [];
    if (map === undefined) continue;
    const ticks = /MPEGTS:\s*(\d+)/.exec(map)?.[1];
    const localS = seconds(/LOCAL:\s*([\d:.]+)/.exec(map)?.[1]);
    if (ticks === undefined || localS === null) return null;
    return { mpegS: Number(ticks) / MPEG_HZ, localS };
  }
  return null;
}

/** A time as WebVTT writes it, s. */
function seconds(time: string | undefined): number | null {
  const [, h = "0", m, s] = /^(?:(\d+):)?(\d\d?):(\d\d?(?:\.\d+)?)$/
    .exec(time ?? "") ?? [];
  if (m === undefined) return null;
  return Number(h) * 3600 + Number(m) * 60 + Number(s);
}
