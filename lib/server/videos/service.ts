/**
 * The video service: the catalogue as one person may see it, and in
 * development samples where the catalogue failed.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import type {
  CaptionFile,
  EngineName,
  PlayAnswer,
  Video,
  VideoPage,
} from "../../shared/video/video.ts";
import type { Log } from "../log/log.ts";
import type { MediaGrant } from "../media/links.ts";
import type { Caller } from "../auth/caller.ts";
import type {
  Catalogue,
  CataloguePage,
  LiveState,
  Paging,
} from "../catalogue/catalogue.ts";
import type { CaptionAsset } from "../catalogue/catalogue.ts";
import { CatalogueFault, isOutage } from "../catalogue/faults.ts";
import { playerUrl } from "./player_url.ts";
import {
  findSample,
  playSample,
  samplePage,
  type SamplesReason,
} from "./samples.ts";

/** See the module. All throw {@linkcode DomainError}. */
export interface VideoService {
  list(caller: Caller, paging: Paging): Promise<VideoPage>;
  search(caller: Caller, options: Paging & { q: string }): Promise<VideoPage>;
  get(caller: Caller, id: string): Promise<Video>;
  /** @returns The Kaltura session for one video. */
  session(caller: Caller, id: string): Promise<{ ks: string }>;
  /** @param options `isRenewal`: a KS that this gave before was refused, or is about to end. */
  play(
    caller: Caller,
    options: { id: string; isRenewal?: boolean },
  ): Promise<PlayAnswer>;
  liveState(caller: Caller, id: string): Promise<LiveState>;
}

interface VideosOptions {
  catalogue: Catalogue;
  /** Whether samples stand in for a catalogue that failed. Never in production. */
  hasSamples: boolean;
  engine: EngineName;
  /** Origin of Kaltura's player. */
  cdnUrl: string;
  log: Log;
  /** Makes addresses of captions on this server, for one person. */
  offerCaptions(
    assets: readonly CaptionAsset[],
    grant: MediaGrant,
  ): Promise<CaptionFile[]>;
  /** Makes the address of a video's manifest on this server, for one person. */
  manifestUrl(
    video: { id: string; partnerId?: string },
    options: { ks: string; session: Caller["session"] },
  ): Promise<string>;
}

/** Longest time for which a play waits for captions, ms. Chosen: they are listed quicker than a KS is made. */
const CAPTIONS_MS = 1500;

/** Makes the service. */
export function createVideos(options: VideosOptions): VideoService {
  const { catalogue, hasSamples, log } = options;

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

  /** Captions that no manifest names; where they fail the film plays without. */
  async function captionsOf(caller: Caller, id: string) {
    const { extras } = catalogue;
    if (!extras) return [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await Promise.race([
        caller.ask((by) => extras.captions(by, id)),
        new Promise<CaptionAsset[]>((resolve) => {
          timer = setTimeout(() => resolve([]), CAPTIONS_MS);
        }),
      ]);
    } catch (error) {
      if (!(error instanceof CatalogueFault)) throw error;
      log.warn("no_captions", { error });
      return [];
    } finally {
      clearTimeout(timer);
    }
  }

  /** @see SPEC V15 */
  async function play(
    caller: Caller,
    { id, isRenewal = false }: { id: string; isRenewal?: boolean },
  ): Promise<PlayAnswer> {
    const ask = () => caller.ask((by) => catalogue.play(by, id));
    // The details distinguish an id that leads nowhere from one that plays.
    const video = caller.ask((by) => catalogue.get(by, id));
    let [found, { partnerId, kind }, assets] = await Promise.all([
      ask(),
      video,
      captionsOf(caller, id),
    ]);
    if (found.isPassKs && isRenewal) {
      await caller.renew();
      found = await ask();
    }
    const { ks, playUrl } = found;
    const partner = found.partnerId ?? partnerId;
    const { session } = caller;
    const manifestUrl = await options.manifestUrl(
      { id, ...(partner === undefined ? {} : { partnerId: partner }) },
      { ks, session },
    );
    const player = playerUrl(playUrl, { id, cdnUrl: options.cdnUrl });
    return {
      playUrl: player ?? manifestUrl,
      videoId: id,
      manifestUrl,
      // Without a player of Kaltura's there is ours; and it alone keeps a broadcast's time.
      engine: player === null || kind === "live" ? "hls" : options.engine,
      captions: partner === undefined ? [] : await options.offerCaptions(
        assets,
        { videoId: id, userId: session.user.id, partnerId: partner, ks },
      ),
    };
  }

  return {
    list: (caller, paging) =>
      orSample(
        async () =>
          shownPage(
            await caller.ask((by) => catalogue.list(by, paging)),
            paging,
          ),
        (outage) => samplePage(paging, { because: reasonOf(outage) }),
      ),
    search: (caller, { q, ...paging }) =>
      orSample(
        async () =>
          shownPage(
            await caller.ask((by) => catalogue.search(by, { q, ...paging })),
            paging,
          ),
        (outage) => samplePage(paging, { q, because: reasonOf(outage) }),
      ),
    get: (caller, id) =>
      orSample(
        async () => shown(await caller.ask((by) => catalogue.get(by, id))),
        (outage) => requireSample(id, outage),
      ),
    session: (caller, id) =>
      orSample(
        async () => ({
          ks: await caller.ask((by) => catalogue.session(by, id)),
        }),
        (outage) => {
          requireSample(id, outage);
          // A sample needs none, and an invented one would be a lie.
          return { ks: "" };
        },
      ),
    play: (caller, wish) =>
      orSample(
        () => play(caller, wish),
        (outage) => playSample(requireSample(wish.id, outage)),
      ),
    liveState: (caller, id) =>
      orSample<LiveState>(
        () => caller.ask((by) => catalogue.liveState(by, id)),
        (outage) => {
          requireSample(id, outage);
          return "off";
        },
      ),
  };
}

/** A page of a catalogue as browsers see it. */
export function shownPage(
  { videos, hasMore }: CataloguePage,
  { page, pageSize }: Paging,
): VideoPage {
  return { videos: videos.map(shown), page, pageSize, hasMore };
}

function reasonOf(outage: unknown): SamplesReason {
  return outage instanceof DomainError
    ? { samplesBecause: outage.message, samplesCode: outage.code }
    : { samplesBecause: "" };
}

/** A video as browsers see it: its picture comes through our origin. */
function shown(video: Video): Video {
  if (!video.thumbnailUrl) return video;
  const { id, partnerId } = video;
  const query = partnerId === undefined ? "" : `?partner=${partnerId}`;
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
