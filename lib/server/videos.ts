/**
 * The video service: the gateway's catalogue as one person may see it, and in
 * development samples where the gateway failed (DESIGN §4).
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../shared/errors.ts";
import {
  type EngineName,
  PartnerId,
  type PlayAnswer,
  type Video,
  type VideoPage,
} from "../shared/video.ts";
import type { Caller } from "./caller.ts";
import type { Gateway } from "./gateway/client.ts";
import { isOutage } from "./gateway/faults.ts";
import type { Paging } from "./gateway/paging.ts";
import type { Log } from "./log.ts";
import { findSample, playSample, SAMPLES } from "./samples.ts";

/** See the module. All throw {@linkcode DomainError}. */
export interface VideoService {
  list(caller: Caller, paging: Paging): Promise<VideoPage>;
  search(caller: Caller, options: Paging & { q: string }): Promise<VideoPage>;
  get(caller: Caller, id: string): Promise<Video>;
  /** @returns The Kaltura session for one video. */
  session(caller: Caller, id: string): Promise<{ ks: string }>;
  play(caller: Caller, id: string): Promise<PlayAnswer>;
}

/** Options of {@linkcode createVideos}. */
export interface VideosOptions {
  gateway: Gateway;
  /** Whether samples stand in for a gateway that failed. Never in production. */
  hasSamples: boolean;
  engine: EngineName;
  log: Log;
  /** Makes the address of a video's manifest on this server, for one person. */
  manifestUrl(
    video: Video,
    options: { ks: string; session: Caller["session"] },
  ): Promise<string>;
}

/** Makes the service. */
export function createVideos(options: VideosOptions): VideoService {
  const { gateway, hasSamples, log } = options;

  /** @see SPEC V5–V7 */
  async function orSample<T>(
    ask: () => Promise<T>,
    sample: (outage: unknown) => T,
  ): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!hasSamples || !isOutage(error)) throw error;
      log.warn("sample_instead", { error });
      return sample(error);
    }
  }

  function page(videos: readonly Video[], paging: Paging): VideoPage {
    const { page, pageSize } = paging;
    return { videos: videos.map(shown), page, pageSize };
  }

  function samplePage(paging: Paging, q = ""): VideoPage {
    const wanted = q.toLowerCase();
    const { page: number, pageSize } = paging;
    const found = SAMPLES.filter(({ title, description }) =>
      `${title} ${description}`.toLowerCase().includes(wanted)
    ).slice((number - 1) * pageSize, number * pageSize);
    return { videos: [...found], page: number, pageSize };
  }

  async function play(caller: Caller, id: string): Promise<PlayAnswer> {
    const video = await caller.ask((by) => gateway.get(by, id));
    const [playUrl, ks] = await Promise.all([
      caller.ask((by) => gateway.play(by, id)),
      caller.ask((by) => gateway.session(by, id)),
    ]);
    const { session } = caller;
    return {
      playUrl,
      videoId: id,
      manifestUrl: await options.manifestUrl(video, { ks, session }),
      engine: options.engine,
    };
  }

  return {
    list: (caller, paging) =>
      orSample(
        async () =>
          page(await caller.ask((by) => gateway.list(by, paging)), paging),
        () => samplePage(paging),
      ),
    search: (caller, { q, ...paging }) =>
      orSample(
        async () =>
          page(
            await caller.ask((by) => gateway.search(by, q, paging)),
            paging,
          ),
        () => samplePage(paging, q),
      ),
    get: (caller, id) =>
      orSample(
        async () => shown(await caller.ask((by) => gateway.get(by, id))),
        (outage) => requireSample(id, outage),
      ),
    session: (caller, id) =>
      orSample(
        async () => ({ ks: await caller.ask((by) => gateway.session(by, id)) }),
        (outage) => {
          requireSample(id, outage);
          // A sample needs none, and an invented one would be a lie.
          return { ks: "" };
        },
      ),
    play: (caller, id) =>
      orSample(
        () => play(caller, id),
        (outage) => playSample(requireSample(id, outage)),
      ),
  };
}

/** A video as browsers see it: its picture comes through our origin. */
function shown(video: Video): Video {
  if (!video.thumbnailUrl) return video;
  const { id, partnerId } = video;
  const query = v.is(PartnerId, String(partnerId))
    ? `?partner=${partnerId}`
    : "";
  return { ...video, thumbnailUrl: `/api/videos/${id}/thumbnail${query}` };
}

/** @throws {DomainError} `unknown_video` */
function requireSample(id: string, outage: unknown): Video {
  const sample = findSample(id);
  if (sample) return sample;
  throw new DomainError(
    "unknown_video",
    "There is no such sample. Pick one from the library.",
    { cause: outage },
  );
}
