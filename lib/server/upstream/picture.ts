/**
 * Pictures from elsewhere, through our origin: checked, bounded, and never
 * anything but a picture.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import { fetchAllowed, type UpstreamOptions } from "./allowed_fetch.ts";
import type { HttpClient } from "./http_client.ts";

interface PictureOptions extends UpstreamOptions {
  http: HttpClient;
  /** Kinds that are passed on. */
  types: RegExp;
  /** Time for which browsers keep it, s. */
  maxAgeS: number;
  /** Says that there is none. */
  missing: string;
}

/**
 * Fetches one.
 * @throws {DomainError} `not_found` for what is no picture, `picture_unavailable` when nothing fit came.
 */
export async function fetchPicture(
  address: string,
  { types, maxAgeS, missing, ...options }: PictureOptions,
): Promise<Response> {
  const answer = await fetchAllowed(address, options).catch((cause) => {
    // Its words are about a video.
    throw new DomainError(
      "picture_unavailable",
      "This picture cannot be loaded right now.",
      { cause: cause instanceof DomainError ? cause.cause : cause },
    );
  });
  const type = answer.headers.get("content-type") ?? "";
  if (answer.status !== 200 || !types.test(type)) {
    throw new DomainError("not_found", missing);
  }
  return new Response(answer.bytes, {
    headers: {
      "content-type": type,
      "cache-control": `public, max-age=${maxAgeS}`,
    },
  });
}
