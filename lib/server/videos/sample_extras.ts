/**
 * Chapters, pictures and a playlist of the samples, so that people without
 * Kaltura see what the bar can show and how the library is narrowed.
 * @module
 */
import type { Chapter, Extras } from "../../shared/video/extras.ts";
import type { Collection, Video } from "../../shared/video/video.ts";
import { findSample, SAMPLES } from "./samples.ts";

/** Frames of a sample's strip. Source: `tools/make_samples.ts`. */
const SLICES = 30;

const CHAPTERS: Readonly<Record<string, readonly Chapter[]>> = {
  "sample-countdown": [
    { start: 0, title: "A minute to go" },
    { start: 30, title: "Half a minute" },
    { start: 50, title: "The last ten seconds" },
  ],
  "sample-orbit": [
    { start: 0, title: "Dusk on the headland" },
    { start: 22.5, title: "Rain in the city" },
    { start: 45, title: "The night train" },
    { start: 67.5, title: "Morning" },
  ],
  "sample-tide": [
    { start: 0, title: "Rising" },
    { start: 75, title: "High water" },
    { start: 110, title: "Falling" },
  ],
};

/** @returns `null` for what is no sample. @param id Of a video. */
export function sampleExtras(id: string): Extras | null {
  const sample = findSample(id);
  if (!sample) return null;
  return {
    chapters: [...CHAPTERS[id] ?? []],
    // A broadcast has no strip.
    preview: sample.kind === "video"
      ? { url: `/samples/${id}/strip.jpg`, slices: SLICES }
      : null,
    reportsPlays: false,
  };
}

/** The only collection of samples. */
const SHORT: Collection = {
  id: "playlist:sample-short",
  title: "Samples: the short ones",
};
/** Longest of them, s. */
const SHORT_S = 90;

/** Playlists of samples. */
export const SAMPLE_COLLECTIONS: readonly Collection[] = [SHORT];

/** Samples of a collection; none of one that is not there. */
export function samplesIn(collection: string): Video[] {
  if (collection !== SHORT.id) return [];
  return SAMPLES.filter(({ kind, duration }) =>
    kind === "video" && duration <= SHORT_S
  );
}
