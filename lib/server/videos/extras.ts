/**
 * What videos have beside their media, for one person: chapters, pictures of
 * places, collections. All of it is optional: where a catalogue has none, the
 * answer is an empty one.
 * @module
 */
import { type Extras, PREVIEW_SLICES } from "../../shared/video/extras.ts";
import type { Collection, Video, VideoPage } from "../../shared/video/video.ts";
import type { Log } from "../log/log.ts";
import type { Caller } from "../auth/caller.ts";
import type { Catalogue, Paging } from "../catalogue/catalogue.ts";
import { CatalogueFault } from "../catalogue/faults.ts";
import {
  SAMPLE_COLLECTIONS,
  sampleExtras,
  samplesIn,
} from "./sample_extras.ts";
import type { SamplesReason } from "./samples.ts";
import { shownPage, type VideoService } from "./service.ts";

/** See the module. All throw `DomainError`. */
export interface VideoExtras {
  extras(caller: Caller, id: string): Promise<Extras>;
  /** Playlists and categories, where the catalogue has them. */
  collections(caller: Caller): Promise<readonly Collection[]>;
  inCollection(
    caller: Caller,
    query: Paging & { collection: string },
  ): Promise<VideoPage>;
}

interface VideoExtrasOptions {
  catalogue: Catalogue;
  videos: Pick<VideoService, "get" | "list">;
  /** Whether samples stand in for a catalogue that failed. Never in production. */
  hasSamples: boolean;
  /** Account of videos that name none. */
  partnerId: string | undefined;
  /** Whether viewers are to report their plays. */
  reportsPlays: boolean;
  log: Log;
}

/** Makes the service. @see SPEC W40–W43 */
export function createVideoExtras(options: VideoExtrasOptions): VideoExtras {
  const { catalogue, videos, hasSamples, reportsPlays, log } = options;

  /** A strip of pictures; a broadcast has no places to show. */
  function previewOf({ id, kind, duration, partnerId }: Video) {
    const partner = partnerId ?? options.partnerId;
    if (kind !== "video" || duration === 0 || partner === undefined) {
      return null;
    }
    return {
      url: `/api/videos/${id}/preview?partner=${partner}`,
      slices: PREVIEW_SLICES,
    };
  }

  async function chaptersOf(caller: Caller, id: string) {
    const { extras } = catalogue;
    if (!extras) return [];
    try {
      return await caller.ask((by) => extras.chapters(by, id));
    } catch (error) {
      if (!(error instanceof CatalogueFault)) throw error;
      // An account may not have the feature, or not for users: pictures still help.
      log.warn("no_chapters", { error });
      return [];
    }
  }

  /** Why samples stand in now; `null`: they do not. */
  async function becauseOf(caller: Caller): Promise<SamplesReason | null> {
    if (!hasSamples) return null;
    const page = await videos.list(caller, { page: 1, pageSize: 1 });
    const { samplesBecause, samplesCode } = page;
    if (samplesBecause === undefined) return null;
    return {
      samplesBecause,
      ...(samplesCode === undefined ? {} : { samplesCode }),
    };
  }

  return {
    async extras(caller, id) {
      const sample = hasSamples ? sampleExtras(id) : null;
      if (sample) return sample;
      const [video, chapters] = await Promise.all([
        videos.get(caller, id),
        chaptersOf(caller, id),
      ]);
      return { chapters, preview: previewOf(video), reportsPlays };
    },
    async collections(caller) {
      if (await becauseOf(caller) !== null) return SAMPLE_COLLECTIONS;
      const { extras } = catalogue;
      return extras ? await caller.ask((by) => extras.collections(by)) : [];
    },
    async inCollection(caller, { collection, page, pageSize }) {
      const because = await becauseOf(caller);
      if (because !== null) {
        const found = samplesIn(collection);
        const end = page * pageSize;
        return {
          videos: found.slice(end - pageSize, end),
          page,
          pageSize,
          hasMore: found.length > end,
          ...because,
        };
      }
      const { extras } = catalogue;
      if (!extras) throw new CatalogueFault("unknown_video");
      const found = await caller.ask((by) =>
        extras.inCollection(by, { collection, page, pageSize })
      );
      return shownPage(found, { page, pageSize });
    },
  };
}
