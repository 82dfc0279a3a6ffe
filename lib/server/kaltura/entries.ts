/**
 * Kaltura's entries as lists of videos.
 * @module
 */
import * as v from "valibot";
import type { Video } from "../../shared/video/video.ts";
import type { CataloguePage, Paging } from "../catalogue/catalogue.ts";
import { judgeEntry } from "../catalogue/entry.ts";

/** A list as Kaltura gives it. */
export const ListAnswer = v.object({
  totalCount: v.optional(v.number()),
  // `null` in place of an empty list is seen from older servers.
  objects: v.nullish(v.array(v.unknown()), []),
});

/** What plays: clips and live streams. Source: Kaltura's API, `KalturaEntryType`. */
const ENTRY_TYPES = "1,7";
/** Video, audio, live. Source: Kaltura's API, `KalturaMediaType`. */
const MEDIA_TYPES = "1,5,201,202,203,204";
/** Ready. Source: Kaltura's API, `KalturaEntryStatus`. */
const READY = 2;
/** Entries that a list reaches at all. Source: Kaltura's error `QUERY_EXCEEDED_MAX_MATCHES_ALLOWED`. */
const MAX_MATCHES = 10_000;

/** Body of `baseEntry.list`. @param wish What narrows the list further, in Kaltura's words. */
export function listBody(
  { page, pageSize }: Paging,
  wish: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    filter: {
      // Of the filters of `baseEntry.list` it is the one that knows media types.
      objectType: "KalturaMediaEntryFilter",
      typeIn: ENTRY_TYPES,
      mediaTypeIn: MEDIA_TYPES,
      statusEqual: READY,
      orderBy: "-createdAt",
      ...wish,
    },
    pager: pagerOf({ page, pageSize }),
  };
}

/** A page in Kaltura's words. */
export function pagerOf({ page, pageSize }: Paging): Record<string, unknown> {
  return { objectType: "KalturaFilterPager", pageSize, pageIndex: page };
}

/** Told why some of a list are not in the answer, if any are not. */
export type OnLeftOut = (why: readonly string[]) => void;

/** A page of `baseEntry.list`. */
export function pageOf(
  { totalCount, objects }: v.InferOutput<typeof ListAnswer>,
  options: Paging & {
    partnerId: string;
    onLeftOut: OnLeftOut;
  },
): CataloguePage {
  const { page, pageSize, partnerId, onLeftOut } = options;
  const entries = objects ?? [];
  const seen = page * pageSize;
  const isFull = entries.length >= pageSize;
  return {
    videos: videosOf(entries, { partnerId, onLeftOut }),
    hasMore: seen < MAX_MATCHES &&
      (totalCount === undefined ? isFull : seen < totalCount),
  };
}

/** Entries as videos, each judged alone. */
export function videosOf(
  entries: readonly unknown[],
  { partnerId, onLeftOut }: {
    partnerId: string;
    onLeftOut: OnLeftOut;
  },
): Video[] {
  const why: string[] = [];
  const videos = entries.flatMap((entry) => {
    const judged = judgeKalturaEntry(entry, partnerId);
    if ("video" in judged) return [judged.video];
    why.push(judged.leftOut);
    return [];
  });
  if (why.length > 0) onLeftOut(why);
  return videos;
}

/** Judges one entry of Kaltura's. */
export function judgeKalturaEntry(
  entry: unknown,
  partnerId: string,
): ReturnType<typeof judgeEntry> {
  const isObject = typeof entry === "object" && entry !== null;
  // Kaltura calls a title a name.
  const told = isObject && "name" in entry
    ? { ...entry, title: entry.name }
    : entry;
  return judgeEntry(told, { partnerId });
}
