/**
 * What the video routes take from an address, checked.
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import { MAX_QUERY_LENGTH } from "../../shared/limits.ts";
import { readJson } from "../http/body.ts";
import { CollectionId, PartnerId, VideoId } from "../../shared/video/video.ts";
import type { Paging } from "../catalogue/catalogue.ts";

/** Largest page. Chosen: what an upstream may be asked for at once. */
const MAX_PAGE_SIZE = 100;
/** Page size where none is asked for. Chosen: more than people look through before they search. */
const PAGE_SIZE = 20;
/** Last page that can be asked for. Source: Kaltura lists 10,000 entries and no more. */
const MAX_PAGE = 1000;

/** Body of `POST /api/videos/:id/play`. `renewal`: the permission given before was refused, or ends. */
const PlayRequest = v.object({ renewal: v.optional(v.boolean()) });

/** Reads the body of a wish to play; none is fine. @throws {DomainError} `bad_request` */
export async function readPlayRequest(
  request: Request,
): Promise<v.InferOutput<typeof PlayRequest>> {
  if (!request.headers.get("content-type")) return {};
  return await readJson(request, { schema: PlayRequest });
}

/** Reads a video's id. @throws {DomainError} `bad_request` */
export function readVideoId(params: Record<string, string>): string {
  const id = v.safeParse(VideoId, params.id);
  if (id.success) return id.output;
  throw new DomainError("bad_request", "This is not a video's id.");
}

/** Reads the account of a picture, where one is named. @throws {DomainError} `bad_request` */
export function readPartnerId(url: URL): string | undefined {
  const text = url.searchParams.get("partner");
  if (text === null) return undefined;
  const id = v.safeParse(PartnerId, text);
  if (id.success) return id.output;
  throw new DomainError("bad_request", '"partner" must be a number.');
}

/** Reads the collection to list, where one is named. @throws {DomainError} `bad_request` */
export function readCollection(url: URL): string | undefined {
  const text = url.searchParams.get("collection");
  if (text === null) return undefined;
  const id = v.safeParse(CollectionId, text);
  if (id.success) return id.output;
  throw new DomainError("bad_request", "This is not a playlist or category.");
}

/** Reads a page. @throws {DomainError} `bad_request` */
export function readPaging(url: URL): Paging {
  return {
    page: whole(url, { name: "page", max: MAX_PAGE, otherwise: 1 }),
    pageSize: whole(url, {
      name: "pageSize",
      max: MAX_PAGE_SIZE,
      otherwise: PAGE_SIZE,
    }),
  };
}

/** Reads a question. @throws {DomainError} `bad_request` */
export function readQuery(url: URL): string {
  const q = (url.searchParams.get("q") ?? "").trim();
  if (q.length > 0 && q.length <= MAX_QUERY_LENGTH) return q;
  throw new DomainError(
    "bad_request",
    q.length === 0
      ? "Type something to search for."
      : "This search is too long. Use fewer words.",
  );
}

function whole(
  url: URL,
  { name, max, otherwise }: { name: string; max: number; otherwise: number },
): number {
  const text = url.searchParams.get(name);
  if (text === null) return otherwise;
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= max) return number;
  throw new DomainError(
    "bad_request",
    `"${name}" must be a whole number from 1 to ${max}.`,
  );
}
