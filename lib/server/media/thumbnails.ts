/**
 * Pictures of videos through our origin: inside Discord no other would load.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import type { Config } from "../config.ts";
import type { HttpClient } from "../upstream/http_client.ts";
import { fetchPicture } from "./picture.ts";

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
   * @throws {DomainError} `not_found`, `picture_unavailable`
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
      if (partnerId === undefined) {
        throw new DomainError("not_found", MISSING);
      }
      return await fetchPicture(
        `${kaltura.cdnUrl}/p/${partnerId}/thumbnail/entry_id/${
          encodeURIComponent(videoId)
        }/width/${WIDTH}`,
        {
          http,
          rules,
          timeoutMs: TIMEOUT_MS,
          maxBytes: MAX_BYTES,
          types: TYPES,
          maxAgeS: MAX_AGE_S,
          missing: MISSING,
        },
      );
    },
  };
}

const MISSING = "This video has no picture.";
