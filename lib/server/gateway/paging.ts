/**
 * Honest pages from gateways that page, that give the beginning of a list, or
 * that ignore paging.
 * @module
 */
import { LRUCache } from "lru-cache";
import type { Video } from "../../shared/video/video.ts";
import type { CataloguePage, Paging } from "../catalogue/catalogue.ts";

/** Time for which what a gateway gave beyond a page is kept for the next ones, ms. Chosen: somebody who looks through a list. */
const KEEP_MS = 60_000;
/** Videos that are kept of all lists together. Chosen: some 20 MB. */
const MAX_KEPT = 20_000;
/** Most that is asked for at once. Source: Kaltura's pager ends there. */
const MAX_ASKED = 500;

/** What a gateway gave, in its order; `null` for what was left out. */
export type Entries = readonly (Video | null)[];

/** Gives pages of one kind of list. */
interface Pager {
  /**
   * @param ask Asks the gateway for a page; what comes may be the page, the
   * beginning of the list, a fixed number of entries or the whole list.
   * @param options `list`: names the list and the person who sees it.
   * @see SPEC V2
   */
  page(
    ask: (paging: Paging) => Promise<Entries>,
    options: Paging & { list: string },
  ): Promise<CataloguePage>;
}

/**
 * Makes a pager that trusts what it sees. More entries than asked for: paging
 * is ignored, and further pages are cut from what came. A later page that
 * repeats the first one: only a larger first page has more.
 * @param now Monotonic clock, ms.
 */
export function createPager(
  { now = () => performance.now() }: { now?: () => number } = {},
): Pager {
  const kept = new LRUCache<string, { entries: Entries; isWhole: boolean }>({
    ttl: KEEP_MS,
    maxSize: MAX_KEPT,
    sizeCalculation: ({ entries }) => entries.length + 1,
    perf: { now },
    ttlResolution: 0,
  });
  /** Whether the gateway has shown that it pages. */
  let hasPages = false;

  return {
    async page(ask, { list, page, pageSize }) {
      const cut = (all: Entries): CataloguePage => ({
        videos: shown(all.slice((page - 1) * pageSize, page * pageSize)),
        hasMore: all.length > page * pageSize,
      });
      const before = kept.get(list);
      // The first page is always asked for: it shows what is new.
      if (page > 1 && before?.isWhole) return cut(before.entries);

      const entries = await ask({ page, pageSize });
      if (entries.length > pageSize) {
        kept.set(list, { entries, isWhole: true });
        return cut(entries);
      }
      const isFull = entries.length === pageSize;
      const asked = { videos: shown(entries), hasMore: isFull };
      if (page === 1) {
        kept.set(list, { entries, isWhole: false });
        return asked;
      }
      if (entries.length === 0 || hasPages) return asked;
      const first = before?.entries ?? await ask({ page: 1, pageSize });
      if (!repeats(entries, first)) {
        hasPages = asked.videos.length > 0;
        return asked;
      }
      const size = Math.min(page * pageSize, MAX_ASKED);
      const beginning = isFull ? await ask({ page: 1, pageSize: size }) : [];
      const { videos } = cut(beginning);
      return { videos, hasMore: beginning.length === page * pageSize };
    },
  };
}

function shown(entries: Entries): Video[] {
  return entries.filter((entry) => entry !== null);
}

/** Most of it: somebody may have added or removed a video meanwhile. */
function repeats(entries: Entries, first: Entries): boolean {
  const known = new Set(shown(first).map(({ id }) => id));
  const videos = shown(entries);
  return videos.filter(({ id }) => known.has(id)).length > videos.length / 2;
}
