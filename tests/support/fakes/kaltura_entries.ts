/**
 * The entries of the fake account, and how they are listed.
 * Source: kaltura/server, `KalturaMediaEntry`, `KalturaLiveStreamEntry`,
 * `KalturaEntryService::initService` (who may list what), `KalturaFilterPager`.
 * @module
 */
import { KalturaException } from "./kaltura_exception.ts";
import { type FakeKs, mayDo } from "./kaltura_sessions.ts";

/** One entry. */
export interface FakeEntry {
  id: string;
  name: string;
  description?: string;
  /** 1 video, 2 image, 5 audio, 201 live. @default {1} */
  mediaType?: number;
  /** 2 ready, 1 converting, 0 importing. @default {2} */
  status?: number;
  /** Seconds. @default {60} */
  duration?: number;
  userId?: string;
  tags?: string;
  categoryIds?: readonly number[];
  /** Epoch s. @default {by order} */
  createdAt?: number;
  /** A live one that is on. */
  isLive?: boolean;
  /** Plays only with the privilege `sview` for it. */
  isProtected?: boolean;
  /** Fields as they come, in place of those above. */
  raw?: Record<string, unknown>;
  /** Starts in ms, and titles. */
  chapters?: readonly { startTime: number; title: string }[];
  /** Captions that the manifest does not have. */
  captions?: readonly {
    id: string;
    languageCode: string;
    language: string;
    label: string;
  }[];
}

/** Largest page. Source: `KalturaFilterPager`. */
const MAX_PAGE_SIZE = 500;
/** Page where none is asked for. Source: `KalturaFilterPager`. */
const PAGE_SIZE = 30;

/** An entry as the API gives it. */
export function entryObject(
  entry: FakeEntry,
  { partnerId, order }: { partnerId: string; order: number },
): Record<string, unknown> {
  const { mediaType = 1, status = 2 } = entry;
  const isLive = mediaType > 200;
  const createdAt = entry.createdAt ?? 1_767_225_600 - order * 60;
  return {
    objectType: isLive ? "KalturaLiveStreamEntry" : "KalturaMediaEntry",
    id: entry.id,
    name: entry.name,
    description: entry.description ?? null,
    partnerId: Number(partnerId),
    userId: entry.userId ?? "somebody@example.com",
    creatorId: entry.userId ?? "somebody@example.com",
    tags: entry.tags ?? null,
    categoriesIds: entry.categoryIds?.join(",") ?? null,
    status,
    moderationStatus: 6,
    type: isLive ? 7 : 1,
    mediaType,
    createdAt,
    updatedAt: createdAt,
    duration: isLive || status !== 2 ? 0 : entry.duration ?? 60,
    msDuration: isLive || status !== 2 ? 0 : (entry.duration ?? 60) * 1000,
    plays: 7,
    views: 9,
    thumbnailUrl:
      `https://cfvod.kaltura.com/p/${partnerId}/sp/${partnerId}00/thumbnail/entry_id/${entry.id}/version/100002`,
    ...entry.raw,
  };
}

/** Lists entries as `baseEntry.list` does. @throws {KalturaException} */
export function listEntries(
  objects: readonly Record<string, unknown>[],
  { ks, filter, pager }: {
    ks: FakeKs;
    filter: Record<string, unknown>;
    pager: Record<string, unknown>;
  },
): Record<string, unknown> {
  const found = objects.filter((object) => {
    // Who lacks `list:*` sees their own entries only.
    if (!mayDo(ks, "list", "*") && object.userId !== ks.userId) return false;
    return fits(object, filter);
  });
  if (filter.orderBy === "-createdAt") {
    found.sort((a, b) => Number(b.createdAt) - Number(a.createdAt));
  }
  return {
    objectType: "KalturaBaseEntryListResponse",
    totalCount: found.length,
    objects: paged(found, pager),
  };
}

/** One page of a list. */
export function paged<T>(
  list: readonly T[],
  pager: Record<string, unknown>,
): T[] {
  const size = Math.min(Number(pager.pageSize ?? PAGE_SIZE), MAX_PAGE_SIZE);
  const page = Math.max(1, Number(pager.pageIndex ?? 1));
  return list.slice((page - 1) * size, page * size);
}

function fits(
  object: Record<string, unknown>,
  filter: Record<string, unknown>,
): boolean {
  const among = (wanted: unknown, value: unknown) =>
    wanted === undefined || String(wanted).split(",").includes(String(value));
  // Without a wish for it only what is ready is listed. Source: `KalturaBaseEntryFilter`.
  const status = filter.statusIn ?? filter.statusEqual ?? 2;
  const isWanted = among(status, object.status) &&
    among(filter.mediaTypeIn, object.mediaType) &&
    among(filter.typeIn, object.type) && among(filter.idIn, object.id);
  if (!isWanted) return false;
  const ancestors = filter.categoryAncestorIdIn;
  if (ancestors !== undefined) {
    const own = String(object.categoriesIds ?? "").split(",");
    if (!own.some((id) => among(ancestors, id))) return false;
  }
  const text = String(filter.freeText ?? "").toLowerCase();
  const words = `${object.name} ${object.description ?? ""} ${
    object.tags ?? ""
  }`
    .toLowerCase();
  return text.split(/\s+/).every((word) => words.includes(word));
}

/** @throws {KalturaException} `ENTRY_ID_NOT_FOUND` */
export function notFound(id: unknown): never {
  throw new KalturaException(
    "ENTRY_ID_NOT_FOUND",
    `Entry id "${id}" not found`,
  );
}
