/**
 * What the media routes take from an address.
 * @module
 */
import { readVideoId } from "./query.ts";
import type { MediaRequest } from "../media/media.ts";

/** Reads a link. @throws {DomainError} `bad_request` */
export function readMediaRequest(
  { url, params }: { url: URL; params: Record<string, string> },
): MediaRequest {
  return {
    videoId: readVideoId(params),
    grant: url.searchParams.get("grant") ?? "",
    target: url.searchParams.get("target"),
  };
}
