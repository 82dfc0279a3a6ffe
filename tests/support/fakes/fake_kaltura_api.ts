/**
 * Kaltura's API for tests, answering as the real one does: refusals with status
 * 200, pages of at most 500, lists without `list:*` reduced to one's own
 * entries, live entries that `media.get` refuses, entries still converting.
 * It has no port of its own: `answer` goes into a server of the test.
 * Source: Kaltura's API documentation; kaltura/server, the services named below.
 * @module
 */
import {
  entryObject,
  type FakeEntry,
  listEntries,
  notFound,
  paged,
} from "./kaltura_entries.ts";
import { KalturaException } from "./kaltura_exception.ts";
import {
  createFakeSessions,
  type FakeAccount,
  type FakeKs,
  type FakeSessions,
  KALTURA_CANARY,
  mayDo,
} from "./kaltura_sessions.ts";

/** One call that arrived. */
interface KalturaCall {
  /** `service.action`. */
  name: string;
  body: Record<string, unknown>;
  /** Person of the KS; `null` without a good one. */
  userId: string | null;
}

/** A playlist or a category of the fake account. */
interface FakePlaylist {
  id: string;
  name: string;
  entryIds: readonly string[];
}
/** See {@linkcode FakePlaylist}. */
interface FakeCategory {
  id: number;
  name: string;
  fullName: string;
  entriesCount: number;
}

/** See the module. */
export interface FakeKalturaApi {
  account: FakeAccount;
  sessions: FakeSessions;
  calls: KalturaCall[];
  /** Events that were reported, newest last. */
  events: Record<string, string>[];
  /** Answers instead of the API, when it wants to. */
  intercept: (name: string) => Response | null | Promise<Response | null>;
  /** Whether a KS plays an entry. Source: `KSecureEntryHelper`. */
  mayPlay(ks: string, entryId: string): boolean;
  /** Whether a KS is good at all. */
  isGoodKs(ks: string): boolean;
  /** @returns `null` for what is not the API's. */
  answer(request: Request): Promise<Response | null>;
}

/** What the account holds. */
export interface FakeKalturaOptions {
  entries?: readonly FakeEntry[];
  playlists?: readonly FakePlaylist[];
  categories?: readonly FakeCategory[];
  appToken?: Partial<FakeAccount["appToken"]>;
}

/** The partner of the fake account. */
const FAKE_PARTNER_ID = "4321";

/** Makes the API of one account. */
// deno-lint-ignore house/long-function -- the services of one server, beside each other
export function createFakeKalturaApi(
  options: FakeKalturaOptions = {},
): FakeKalturaApi {
  const { entries = [], playlists = [], categories = [] } = options;
  const account: FakeAccount = {
    partnerId: FAKE_PARTNER_ID,
    userSecret: `${KALTURA_CANARY}-user-secret`,
    appToken: {
      id: "1_apptoken",
      token: `${KALTURA_CANARY}-app-token`,
      ...options.appToken,
    },
  };
  const { partnerId } = account;
  const sessions = createFakeSessions(account);
  const objects = entries.map((entry, order) =>
    entryObject(entry, { partnerId, order })
  );
  const calls: KalturaCall[] = [];
  const events: Record<string, string>[] = [];

  function entryOf(id: unknown): FakeEntry {
    return entries.find((entry) => entry.id === id) ?? notFound(id);
  }

  // deno-lint-ignore house/long-function -- the services of one server, beside each other
  function call(
    name: string,
    { body, ks }: { body: Record<string, unknown>; ks: () => FakeKs },
  ): unknown {
    const filter = record(body.filter);
    const pager = record(body.pager);
    switch (name) {
      case "session.start":
        return sessions.start(body);
      case "session.startWidgetSession":
        return sessions.startWidget(body);
      case "appToken.startSession":
        return sessions.startWithToken(body);
      case "baseEntry.list":
        return listEntries(objects, { ks: ks(), filter, pager });
      case "baseEntry.get":
      case "media.get": {
        ks();
        const entry = entryOf(body.entryId);
        const object = objects[entries.indexOf(entry)];
        // Source: `MediaService::getAction` takes media clips only.
        if (name === "media.get" && object?.type !== 1) notFound(entry.id);
        return object;
      }
      case "liveStream.isLive": {
        const entry = entries.find(({ id }) => id === body.id);
        if (!entry || (entry.mediaType ?? 1) < 200) {
          throw new KalturaException(
            "INVALID_ENTRY_ID",
            `Unknown entry [${body.id}]`,
          );
        }
        return entry.isLive ?? false;
      }
      case "playlist.list":
        ks();
        return {
          objectType: "KalturaPlaylistListResponse",
          totalCount: playlists.length,
          objects: paged(playlists, pager).map(({ id, name }) => ({
            objectType: "KalturaPlaylist",
            id,
            name,
            playlistType: 3,
          })),
        };
      case "playlist.execute": {
        ks();
        const playlist = playlists.find(({ id }) => id === body.id);
        if (!playlist) {
          throw new KalturaException(
            "INVALID_ENTRY_ID",
            `Unknown Playlist [${body.id}]`,
          );
        }
        // A bare array. Source: `PlaylistService::executeAction`.
        const found = playlist.entryIds.flatMap((id) =>
          objects.filter((object) => object.id === id)
        );
        return paged(found, pager);
      }
      case "category.list":
        ks();
        return {
          objectType: "KalturaCategoryListResponse",
          totalCount: categories.length,
          objects: paged(categories, pager).map((category) => ({
            objectType: "KalturaCategory",
            depth: category.fullName.split(">").length - 1,
            ...category,
          })),
        };
      case "cuePoint_cuepoint.list": {
        const { chapters = [] } = entryOf(filter.entryIdEqual);
        // Cue points of somebody else need `list:*`. Source: `CuePointService::initService`.
        const shown = mayDo(ks(), "list", "*") ? chapters : [];
        return {
          objectType: "KalturaCuePointListResponse",
          totalCount: shown.length,
          objects: shown.map((chapter, n) => ({
            objectType: "KalturaThumbCuePoint",
            id: `1_cue${n}`,
            cuePointType: "thumbCuePoint.Thumb",
            subType: 2,
            status: 1,
            entryId: filter.entryIdEqual,
            description: null,
            ...chapter,
          })),
        };
      }
      case "caption_captionasset.list": {
        ks();
        const { captions = [] } = entryOf(filter.entryIdEqual);
        return {
          objectType: "KalturaCaptionAssetListResponse",
          totalCount: captions.length,
          objects: captions.map((caption, n) => ({
            objectType: "KalturaCaptionAsset",
            entryId: filter.entryIdEqual,
            partnerId: Number(partnerId),
            fileExt: "srt",
            format: "1",
            status: 2,
            isDefault: n === 0,
            ...caption,
          })),
        };
      }
    }
    const [service, action] = name.split(".");
    throw new KalturaException(
      "SERVICE_FORBIDDEN",
      `The access to service [${service}->${action}] is forbidden`,
    );
  }

  async function answer(request: Request): Promise<Response | null> {
    const url = new URL(request.url);
    if (
      url.pathname === "/api_v3/index.php" &&
      url.searchParams.get("service") === "analytics"
    ) {
      events.push(Object.fromEntries(url.searchParams));
      return json({
        time: Math.floor(Date.now() / 1000),
        viewEventsEnabled: true,
      });
    }
    const caption =
      /^\/api_v3\/service\/caption_captionasset\/action\/serveWebVTT\/captionAssetId\/(\w+)\/segmentDuration\/(\d+)\/ks\/([^/]+)\/(?:a\.m3u8|segmentIndex\/(\d+)\.vtt)$/
        .exec(url.pathname);
    if (caption) return captionFile(caption);
    const [, service, action] =
      /^\/api_v3\/service\/(\w+)\/action\/(\w+)$/.exec(url.pathname) ?? [];
    if (!service) return null;
    const name = `${service}.${action}`;
    const body = record(await request.json());
    calls.push({ name, body, userId: userOf(body.ks) });
    const instead = await api.intercept(name);
    if (instead) return instead;
    try {
      return json(call(name, { body, ks: () => sessions.open(body.ks) }));
    } catch (error) {
      if (!(error instanceof KalturaException)) throw error;
      return json(error.body());
    }
  }

  function captionFile([, id, duration, ks = "", index]: RegExpExecArray) {
    const entry = entries.find(({ captions }) =>
      captions?.some((caption) => caption.id === id)
    );
    if (!entry || !isGoodKs(decodeURIComponent(ks))) {
      return json(
        new KalturaException(
          "CAPTION_ASSET_ID_NOT_FOUND",
          `The caption asset id "${id}" was not found`,
        ).body(),
      );
    }
    // Source: `kWebVTTGenerator`.
    if (index !== undefined) {
      return new Response(
        `WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n\n00:00:01.000 --> 00:00:59.000\nFrom the asset ${id}\n\n`,
        { headers: { "content-type": "text/vtt" } },
      );
    }
    return new Response(
      `#EXTM3U\r\n#EXT-X-TARGETDURATION:${duration}\r\n#EXT-X-VERSION:3\r\n#EXT-X-MEDIA-SEQUENCE:1\r\n#EXT-X-PLAYLIST-TYPE:VOD\r\n#EXTINF:${
        entry.duration ?? 60
      }.0,\r\nsegmentIndex/1.vtt\r\n#EXT-X-ENDLIST\r\n`,
      { headers: { "content-type": "application/x-mpegurl" } },
    );
  }

  function userOf(ks: unknown): string | null {
    try {
      return sessions.open(ks).userId;
    } catch {
      // What it is worth is the call's to say.
      return null;
    }
  }

  function isGoodKs(ks: string): boolean {
    return userOf(ks) !== null;
  }

  const api: FakeKalturaApi = {
    account,
    sessions,
    calls,
    events,
    intercept: () => null,
    isGoodKs,
    mayPlay(ks, entryId) {
      if (!isGoodKs(ks)) return false;
      const entry = entries.find(({ id }) => id === entryId);
      return !entry?.isProtected || mayDo(sessions.open(ks), "sview", entryId);
    },
    answer,
  };
  return api;
}

function json(body: unknown): Response {
  return Response.json(body);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null
    ? value as Record<string, unknown>
    : {};
}
