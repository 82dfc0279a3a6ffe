/**
 * Runs inside the browser: reads captions by our reader and by a bare
 * `<track>`.
 * @module
 */
import "../support/english.ts";
import { readVtt } from "../../lib/client/captions/webvtt.ts";
import type { ExpectedCue } from "./odd_webvtt.ts";

/** A cue without what is as usual. */
function told(cue: VTTCue): ExpectedCue {
  const usual = new VTTCue(0, 1, "");
  const { startTime: start, endTime: end, text, id } = cue;
  const rest = Object.fromEntries(
    (["line", "snapToLines", "position", "size", "align", "vertical"] as const)
      .filter((name) => cue[name] !== usual[name])
      .map((name) => [name, cue[name]]),
  );
  return { start, end, text, ...(id ? { id } : {}), ...rest };
}

/** What a `<track>` of the page itself makes of a file. */
function byTrack(url: string): Promise<ExpectedCue[]> {
  return new Promise((resolve) => {
    const video = document.createElement("video");
    const element = document.createElement("track");
    video.append(element);
    document.body.append(video);
    element.track.mode = "hidden";
    const done = () =>
      resolve([...element.track.cues ?? []].map((cue) => told(cue as VTTCue)));
    element.onload = done;
    element.onerror = done;
    element.src = url;
  });
}

const harness = {
  byTrack,
  async byReader(text: string): Promise<ExpectedCue[]> {
    return (await readVtt(text)).cues.map(told);
  },
};

/** The harness, as tests see it. */
export type CaptionsHarness = typeof harness;
Object.assign(globalThis, { harness });
