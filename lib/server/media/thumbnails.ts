/**
 * Pictures of videos through our origin: inside Discord no other would load.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import { PREVIEW_SLICES } from "../../shared/video/extras.ts";
import type { Config } from "../config/config.ts";
import type { HttpClient } from "../upstream/http_client.ts";
import { fetchPicture } from "../upstream/picture.ts";

/** Largest picture, bytes. Chosen: a large JPEG. */
const MAX_BYTES = 2 * 1024 * 1024;
/** Deadline, ms. Chosen: a list waits for many at once. */
const TIMEOUT_MS = 8000;
/** Width that is asked for, pixels: twice the card's. Chosen: sharp on screens with two pixels a point. */
const WIDTH = 480;
/** Width of one picture of a strip, pixels: what the bar shows. */
const SLICE_WIDTH = 160;
/** Time for which browsers keep one, s. Chosen: a day; who changes a picture sees it tomorrow. */
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
  /**
   * Pictures of a video's places, as many as `PREVIEW_SLICES`, side by side in one.
   * @param options As above.
   * @throws {DomainError} `not_found`, `picture_unavailable`
   */
  strip(
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
  /** @param wish What Kaltura is to make of the video, as it writes it in paths. */
  async function picture(
    { videoId, partnerId }: { videoId: string; partnerId: string | undefined },
    wish: string,
  ): Promise<Response> {
    if (partnerId === undefined) throw new DomainError("not_found", MISSING);
    return await fetchPicture(
      `${kaltura.cdnUrl}/p/${partnerId}/thumbnail/entry_id/${
        encodeURIComponent(videoId)
      }/${wish}`,
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
  }
  return {
    get: (videoId, { partnerId = kaltura.partnerId } = {}) =>
      picture({ videoId, partnerId }, `width/${WIDTH}`),
    strip: (videoId, { partnerId = kaltura.partnerId } = {}) =>
      picture(
        { videoId, partnerId },
        `width/${SLICE_WIDTH}/vid_slices/${PREVIEW_SLICES}`,
      ),
  };
}

const MISSING = "This video has no picture.";
