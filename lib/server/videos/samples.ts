/**
 * The built-in videos of a development start. Their media is in
 * `static/samples`, made by `deno task samples`.
 * @module
 */
import type { PlayAnswer, Video, VideoPage } from "../../shared/video/video.ts";
import type { Paging } from "../catalogue/catalogue.ts";

const MADE_AT = "2026-01-01T00:00:00.000Z";

/** Every sample, with all fields of a real answer and a title that says what it is. */
export const SAMPLES: readonly Video[] = [
  sample("sample-orbit", {
    title: "Sample: Orbit",
    description:
      "One night in ninety seconds: a lighthouse, a cat, a train, a morning. A short film with captions, in two qualities.",
    duration: 90,
    views: 34,
  }),
  sample("sample-countdown", {
    title: "Sample: Countdown",
    description:
      "One minute. Timecode, frame number, a tone each second, captions.",
    duration: 60,
    views: 12,
  }),
  sample("sample-tide", {
    title: "Sample: Tide",
    description: "Two and a half slow minutes.",
    duration: 150,
    views: 56,
  }),
  sample("sample-live", {
    title: "Sample: Live countdown",
    description: "A broadcast that never ends; you can go back two minutes.",
    duration: 0,
    views: 78,
    kind: "live",
    isLive: true,
  }),
];

/** Finds a sample. */
export function findSample(id: string): Video | null {
  return SAMPLES.find((video) => video.id === id) ?? null;
}

/** Why samples stand in, as a page of videos says it. */
export type SamplesReason = Pick<VideoPage, "samplesBecause" | "samplesCode">;

/**
 * A page of the samples.
 * @param options `q`: what to look for. `because`: why there is no catalogue.
 */
export function samplePage(
  { page, pageSize }: Paging,
  { q = "", because }: { q?: string; because: SamplesReason },
): VideoPage {
  const wanted = q.toLowerCase();
  const found = SAMPLES.filter(({ title, description }) =>
    `${title} ${description}`.toLowerCase().includes(wanted)
  );
  return {
    videos: found.slice((page - 1) * pageSize, page * pageSize),
    page,
    pageSize,
    hasMore: found.length > page * pageSize,
    ...because,
  };
}

/** How to play a sample. */
export function playSample({ id }: Video): PlayAnswer {
  const manifestUrl = `/samples/${id}/master.m3u8`;
  return { playUrl: manifestUrl, videoId: id, manifestUrl, engine: "hls" };
}

function sample(
  id: string,
  told:
    & Pick<Video, "title" | "description" | "duration" | "views">
    & Partial<Pick<Video, "kind" | "isLive">>,
): Video {
  // A broadcast of the countdown looks like it.
  const picture = told.kind === "live" ? "sample-countdown" : id;
  return {
    id,
    kind: "video",
    ...told,
    thumbnailUrl: `/samples/${picture}/thumb.jpg`,
    partnerId: "0",
    createdAt: MADE_AT,
  };
}
