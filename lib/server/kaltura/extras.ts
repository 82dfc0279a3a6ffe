/**
 * What Kaltura has beside the videos: chapters, captions that no manifest
 * names, playlists and categories.
 * @module
 */
import * as v from "valibot";
import { MAX_TEXT_LENGTH } from "../../shared/limits.ts";
import { VideoId } from "../../shared/video/video.ts";
import { outsideText } from "../upstream/outside_text.ts";
import type { Viewer } from "../catalogue/catalogue.ts";
import type { CaptionAsset, CatalogueExtras } from "../catalogue/catalogue.ts";
import {
  CatalogueFault,
  isFailure,
  isRefusedPerson,
} from "../catalogue/faults.ts";
import type { KalturaRequest } from "./api.ts";
import {
  ListAnswer,
  listBody,
  type OnLeftOut,
  pageOf,
  pagerOf,
  videosOf,
} from "./entries.ts";

interface KalturaExtrasOptions {
  /** Calls the API with a person's pass. */
  ask<T>(
    by: Viewer,
    request: Omit<KalturaRequest<T>, "ks" | "person">,
  ): Promise<T>;
  partnerId: string;
  apiUrl: string;
  leftOut: OnLeftOut;
}

/** A chapter, among cue points for thumbnails. Source: Kaltura's API, `KalturaThumbCuePointSubType`. */
const CHAPTER = 2;
/** Most that is asked for at once. Source: `KalturaFilterPager`. */
const ALL = { page: 1, pageSize: 500 };
/** Playlists and categories that are offered, each. Chosen: what a menu holds. */
const MAX_COLLECTIONS = 50;
/** Ready. Source: Kaltura's API, `KalturaCaptionAssetStatus`. */
const CAPTION_READY = 2;
/** Seconds of a piece of captions: all are one. Chosen: a week. */
const WHOLE_S = 604_800;

/** What people read; without anything to see it is none. */
const Words = v.pipe(
  v.string(),
  v.transform((text) => outsideText(text, MAX_TEXT_LENGTH)),
  v.string(),
);
const CuePoint = v.object({
  startTime: v.pipe(v.number(), v.finite(), v.minValue(0)),
  title: Words,
});
const Caption = v.object({
  id: v.pipe(v.string(), v.regex(/^\w{1,64}$/)),
  status: v.literal(CAPTION_READY),
  languageCode: v.nullish(v.string(), ""),
  language: v.nullish(v.string(), ""),
  label: v.nullish(v.string(), ""),
});
const Playlist = v.object({ id: VideoId, name: v.string() });
const Category = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(1)),
  fullName: Words,
  entriesCount: v.nullish(v.number(), 0),
});

/** Makes them. @see SPEC W42, W45, W46 */
export function createKalturaExtras(
  { ask, partnerId, apiUrl, leftOut }: KalturaExtrasOptions,
): CatalogueExtras {
  /** Those of a list that fit; each is judged alone. */
  function fitting<T>(
    objects: readonly unknown[] | null,
    { schema, what }: { schema: v.GenericSchema<unknown, T>; what: string },
  ): T[] {
    const all = objects ?? [];
    const fits = all.flatMap((object) => {
      const one = v.safeParse(schema, object);
      return one.success ? [one.output] : [];
    });
    if (fits.length < all.length) {
      leftOut(Array.from({ length: all.length - fits.length }, () => what));
    }
    return fits;
  }

  /** An account may have one kind and not the other. */
  function orNone(what: string) {
    return (error: unknown) => {
      const isWithout = error instanceof CatalogueFault &&
        !isFailure(error) && !isRefusedPerson(error);
      if (!isWithout) throw error;
      leftOut([what]);
      return { objects: [] };
    };
  }

  return {
    async chapters(by, id) {
      const { objects } = await ask(by, {
        name: "cuePoint_cuepoint.list",
        body: {
          filter: {
            objectType: "KalturaThumbCuePointFilter",
            entryIdEqual: id,
            cuePointTypeEqual: "thumbCuePoint.Thumb",
            subTypeEqual: CHAPTER,
            orderBy: "+startTime",
          },
          pager: pagerOf(ALL),
        },
        schema: ListAnswer,
        item: id,
      });
      return fitting(objects, { schema: CuePoint, what: "chapter" })
        .map(({ startTime, title }) => ({
          start: startTime / 1000,
          title,
        }))
        .sort((a, b) => a.start - b.start);
    },

    async captions(by, id) {
      const { objects } = await ask(by, {
        name: "caption_captionasset.list",
        body: {
          filter: {
            objectType: "KalturaAssetFilter",
            entryIdEqual: id,
          },
          pager: pagerOf(ALL),
        },
        schema: ListAnswer,
        item: id,
      });
      return fitting(objects, { schema: Caption, what: "captions" })
        .map(({ id, languageCode, language, label }): CaptionAsset => ({
          language: languageCode ?? "",
          label: [label, language, languageCode]
            .map((one) => outsideText(one ?? "", MAX_TEXT_LENGTH))
            .find((one) => one !== null) ?? id,
          url: (ks) =>
            `${apiUrl}/service/caption_captionasset/action/serveWebVTT` +
            `/captionAssetId/${id}/segmentDuration/${WHOLE_S}` +
            `/ks/${encodeURIComponent(ks)}/segmentIndex/1.vtt`,
        }));
    },

    async collections(by) {
      const pager = pagerOf({ page: 1, pageSize: MAX_COLLECTIONS });
      const [playlists, categories] = await Promise.all([
        ask(by, {
          name: "playlist.list",
          body: { filter: { orderBy: "-createdAt" }, pager },
          schema: ListAnswer,
        }).catch(orNone("playlists")),
        ask(by, {
          name: "category.list",
          body: { filter: { orderBy: "+fullName" }, pager },
          schema: ListAnswer,
        }).catch(orNone("categories")),
      ]);
      return [
        ...fitting(playlists.objects, { schema: Playlist, what: "playlist" })
          .map(({ id, name }) => ({
            id: `playlist:${id}`,
            title: outsideText(name, MAX_TEXT_LENGTH) ?? id,
          })),
        ...fitting(categories.objects, { schema: Category, what: "category" })
          .filter(({ entriesCount }) => (entriesCount ?? 0) > 0)
          .map(({ id, fullName }) => ({
            id: `category:${id}`,
            title: fullName.replaceAll(">", " › "),
          })),
      ];
    },

    async inCollection(by, { collection, ...paging }) {
      const [kind, id = ""] = collection.split(":", 2);
      if (kind === "category") {
        const answer = await ask(by, {
          name: "baseEntry.list",
          body: listBody(paging, { categoryAncestorIdIn: id }),
          schema: ListAnswer,
        });
        return pageOf(answer, { ...paging, partnerId, onLeftOut: leftOut });
      }
      const entries = await ask(by, {
        name: "playlist.execute",
        body: { id, pager: pagerOf(paging) },
        // A bare array, unlike lists.
        schema: v.array(v.unknown()),
        item: id,
      });
      return {
        videos: videosOf(entries, { partnerId, onLeftOut: leftOut }),
        hasMore: entries.length >= paging.pageSize,
      };
    },
  };
}
