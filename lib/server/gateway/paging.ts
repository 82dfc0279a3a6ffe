/**
 * Honest pages from gateways that ignore paging (DESIGN §4).
 * @module
 */
import type { Video } from "../../shared/video.ts";

/** A page of a list, from 1. */
export interface Paging {
  page: number;
  pageSize: number;
}

/** Gives pages of one kind of list. */
export interface Pager {
  /**
   * @param ask Asks the gateway for a page; what comes may be the page, the
   * beginning of the list up to the end of the page, or the whole list.
   * @see SPEC V2
   */
  page(
    ask: (paging: Paging) => Promise<Video[]>,
    paging: Paging,
  ): Promise<Video[]>;
}

/**
 * Makes a pager that trusts what it sees. More videos than asked for: paging
 * was ignored, and the page is cut out. No more than asked for on a later
 * page: it may be that page, or all there is once more; comparing with the
 * first page tells, once for all.
 */
export function createPager(): Pager {
  let hasPages = false;
  return {
    async page(ask, { page, pageSize }) {
      const videos = await ask({ page, pageSize });
      if (videos.length > pageSize) {
        hasPages = false;
        return videos.slice((page - 1) * pageSize, page * pageSize);
      }
      if (page === 1 || videos.length === 0 || hasPages) return videos;
      const first = await ask({ page: 1, pageSize });
      if (repeats(videos, first)) return [];
      hasPages = true;
      return videos;
    },
  };
}

/** Most of it: somebody may have added or removed a video meanwhile. */
function repeats(videos: readonly Video[], first: readonly Video[]): boolean {
  const known = new Set(first.map(({ id }) => id));
  return videos.filter(({ id }) => known.has(id)).length > videos.length / 2;
}
