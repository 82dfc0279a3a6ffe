/**
 * Pictures of videos through our origin: inside Discord no other would load.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import type { Config } from "../config.ts";
import type { HttpClient } from "../http_client.ts";
import { fetchAllowed } from "./upstream.ts";

/** Largest picture, bytes. Chosen: a large JPEG. */
const MAX_BYTES = 2 * 1024 * 1024;
/** Deadline, ms. Chosen: a list waits for many at once. */
const TIMEOUT_MS = 8000;
/** Width that is asked for, pixels: twice the card's. Chosen. */
const WIDTH = 480;
/** Time for which browsers keep one, s. Chosen. */
const MAX_AGE_S = 86_400;
/** Kinds of pictures that are passed on; an SVG could carry script. */
const TYPES = /^image\/(jpeg|png|webp|gif|avif)\b/i;

/** Gives pictures. */
export interface Thumbnails {
  /**
   * @param options `partnerId`: the video's account. @default {KALTURA_PARTNER_ID}
   * @throws {DomainError} `not_found`, `media_unavailable`
   */
  get(
    videoId: string,
    options?: { partnerId?: string | undefined },
  ): Promise<Response>;
}

/** Makes the giver. */
export function createThumbnails(
  { kaltura, mode, http }: Pick<Config, "kaltura" | "mode"> & {
    http: HttpClient;
  },
): Thumbnails {
  const rules = {
    hosts: kaltura.hosts,
    allowsLoopback: mode === "development",
  };
  return {
    async get(videoId, { partnerId = kaltura.partnerId } = {}) {
      if (partnerId === undefined) throw missing();
      const answer = await fetchAllowed(
        `${kaltura.cdnUrl}/p/${partnerId}/thumbnail/entry_id/${
          encodeURIComponent(videoId)
        }/width/${WIDTH}`,
        { http, rules, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES },
      );
      const type = answer.headers.get("content-type") ?? "";
      if (answer.status !== 200 || !TYPES.test(type)) throw missing();
      return new Response(answer.bytes, {
        headers: {
          "content-type": type,
          "cache-control": `public, max-age=${MAX_AGE_S}`,
        },
      });
    },
  };
}

function missing(): DomainError {
  return new DomainError("not_found", "This video has no picture.");
}
