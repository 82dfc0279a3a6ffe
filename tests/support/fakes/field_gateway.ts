/**
 * What the gateway in the field makes of Kaltura's answers.
 * Source: observed on the wire, and github.com/zoharbabin/kaltura-discord.
 * @module
 */

/** The account that the gateway is set up with. */
export const FIELD_PARTNER = "5896392";
/** Where a gateway of the field has its videos. */
interface FieldPlace {
  /** Kaltura's API, as the gateway writes it before every path. */
  kaltura: string;
  partnerId: string;
  /** Its number of Kaltura's player. */
  uiConfId: string;
}

/** Page size where none is asked for. */
const PAGE_SIZE = 10;
/** Largest page. Source: Kaltura's pager. */
const MAX_PAGE_SIZE = 500;

/** A video as it sends one; no account is in it. What is no entry, it passes on. */
export function fieldEntry(
  entry: unknown,
  place: FieldPlace,
): unknown {
  if (typeof entry !== "object" || entry === null) return entry;
  const { id } = entry as { id?: unknown };
  const { partnerId } = place;
  return {
    id,
    title: undefined,
    description: "",
    thumbnailUrl: `https://cdnsecakmi.kaltura.com/p/${partnerId}/sp/` +
      `${partnerId}00/thumbnail/entry_id/${id}/version/100002`,
    duration: 0,
    createdAt: "2026-01-01T00:00:00.000Z",
    views: 0,
    userId: "someone@example.com",
    playUrl: `${playerOf(place)}?entry_id=${id}`,
    ...entry,
  };
}

/** The address of Kaltura's player, as it writes it. */
export function playerOf(
  { kaltura, partnerId, uiConfId }: FieldPlace,
): string {
  return `${kaltura}/p/${partnerId}/embedPlaykitJs/uiconf_id/${uiConfId}`;
}

/** What it makes of Kaltura's refusal to give an entry, which comes with status 200. */
export function noEntry(place: FieldPlace): unknown {
  return {
    thumbnailUrl:
      `${place.kaltura}/p/${place.partnerId}/thumbnail/entry_id/undefined`,
    duration: 0,
    createdAt: null,
    views: 0,
    playUrl: `${playerOf(place)}?entry_id=undefined`,
  };
}

/** A page as Kaltura's pager gives it: `limit` is its size, `pageSize` is nothing. */
export function fieldList<T>(
  all: T[],
  { page, limit }: { page?: string; limit?: string },
): T[] {
  const size = Math.min(Number(limit ?? 0) || PAGE_SIZE, MAX_PAGE_SIZE);
  const number = Number(page ?? 0) || 1;
  return all.slice((number - 1) * size, number * size);
}

/** The session that comes with a token; its life is always an hour. */
export function fieldSession(
  ks: unknown,
  { person, partnerId }: { person: string; partnerId: string },
): unknown {
  return {
    ks,
    partnerId,
    userId: `discord_${person}`,
    expiry: 3600,
    privileges: "",
  };
}

/** A video of a gateway without an account. */
export function mockEntry(id: string | number): unknown {
  return {
    id: typeof id === "number" ? `k3j2h1g${id}` : id,
    title: `Mock Video ${id}`,
    description: "This is a mock video for development",
    thumbnailUrl: `https://mock-kaltura.com/thumbnail/${id}.jpg`,
    duration: 100,
    createdAt: "2026-01-01T00:00:00.000Z",
    views: 7,
    userId: "mock-user",
    playUrl: `https://mock-kaltura.com/play/${id}`,
  };
}

/** What Express says to a path that it does not have. */
export function expressPage(method: string, path: string): Response {
  return new Response(
    `<!DOCTYPE html>\n<html lang="en"><head><title>Error</title></head>` +
      `<body><pre>Cannot ${method} ${path}</pre></body></html>`,
    {
      status: 404,
      headers: { "content-type": "text/html; charset=utf-8" },
    },
  );
}
