/**
 * A video's media: fetches its playlists from Kaltura with the KS, which stays
 * here, and hands them on with every address checked and replaced. Segments
 * go straight from the CDN to the viewer, but for those whose address would
 * give the KS away or which Discord's proxy does not reach: these pass through here.
 * @module
 */
import type { Config } from "../config/config.ts";
import type { Log } from "../log/log.ts";
import type { Quota } from "../limits/quota.ts";
import type { HttpClient } from "../upstream/http_client.ts";
import type { Session } from "../auth/sessions.ts";
import { faultOf, mediaFault } from "../upstream/media_faults.ts";
import type { HostRules } from "../upstream/allowed_hosts.ts";
import type { MediaGrant, MediaLinks, MediaTarget } from "./links.ts";
import { createPlaylistWriter } from "./playlist_writer.ts";
import { createSharedPlaylists } from "./shared_playlists.ts";
import {
  fetchAllowed,
  type OpenStream,
  streamAllowed,
} from "../upstream/allowed_fetch.ts";

/** Largest playlist, bytes. Chosen: ten hours of short segments. */
const MAX_PLAYLIST_BYTES = 2 * 1024 * 1024;
/** Longest time for which a live playlist is anybody else's too, ms. Chosen: viewers reload every few seconds, and none sees the news later by much. */
const LIVE_SHARE_MS = 1000;
/** Largest segment or key that passes through here, bytes. Source: Discord's proxy fails from 128 MiB on. */
const MAX_RESOURCE_BYTES = 127 * 1024 * 1024;
/** Hosts that are logged, each once. Chosen: a set-up has few, and whoever names more wants to fill the log. */
const MAX_TOLD_HOSTS = 50;
/** Types that are passed on as they are; anything else comes as bytes, since a page here would be ours. */
const SAFE_TYPE = /^(video|audio)\/[\w.+-]+$|^text\/vtt$/i;

/** What is passed on of a segment besides its type. */
const PASSED_HEADERS = ["content-length", "content-range", "accept-ranges"];

/** One request for media: the parts of a link. */
export interface MediaRequest {
  videoId: string;
  grant: string;
  /** `null` for the master playlist. */
  target: string | null;
}

/** See the module. */
export interface Media {
  /**
   * @returns The path of a video's master playlist on this server, good for one person and a short time.
   * @throws {DomainError} `media_unavailable` without a partner.
   */
  manifestUrl(
    video: { id: string; partnerId?: string | number | undefined },
    options: { ks: string; session: Session },
  ): Promise<string>;
  /**
   * Answers with a playlist.
   * @throws {DomainError} `media_…`, see `faults.ts`.
   */
  playlist(request: MediaRequest): Promise<Response>;
  /**
   * Answers with a segment or key.
   * @param range The request's `Range`.
   * @throws {DomainError} `media_…`, see `faults.ts`.
   */
  resource(
    request: MediaRequest,
    options: { range: string | null },
  ): Promise<Response>;
}

interface MediaOptions {
  kaltura: Config["kaltura"];
  mode: Config["mode"];
  timeoutMs: number;
  http: HttpClient;
  /** Opens what passes through here piece by piece. @default {fetch} */
  open?: OpenStream;
  links: MediaLinks;
  /** What each person may fetch through this server. @default {as much as they like} */
  quota?: Quota;
  /** Called with the hosts that were left out. @default {nobody is} */
  log?: Log;
}

/** Makes the routes' worker. */
export function createMedia(options: MediaOptions): Media {
  const { kaltura, mode, timeoutMs, http, links, quota, log } = options;
  const rules: HostRules = {
    hosts: kaltura.hosts,
    allowsLoopback: mode === "development",
  };
  const shared = createSharedPlaylists({ now: () => performance.now() });
  const told = new Set<string>();
  const write = createPlaylistWriter({
    rules,
    links,
    onRefusedHost(host) {
      if (told.has(host) || told.size >= MAX_TOLD_HOSTS) return;
      told.add(host);
      log?.warn("media_host_refused", { host });
    },
    // Only Discord's proxy knows the prefixes.
    isProxied: mode === "production",
  });

  function master({ partnerId, videoId, ks }: MediaGrant): MediaTarget {
    return {
      url: `${kaltura.cdnUrl}/p/${partnerId}/sp/${partnerId}00/playManifest` +
        `/entryId/${videoId}/format/applehttp/protocol/https` +
        `/ks/${encodeURIComponent(ks)}/a.m3u8`,
      variables: new Map(),
    };
  }

  return {
    async manifestUrl({ id, partnerId }, { ks, session }) {
      const partner = String(partnerId ?? kaltura.partnerId ?? "");
      if (!/^\d+$/.test(partner)) {
        throw mediaFault(
          "media_unavailable",
          new Error("the video has no partner, nor is KALTURA_PARTNER_ID set"),
        );
      }
      const token = await links.sealGrant({
        videoId: id,
        userId: session.user.id,
        partnerId: partner,
        ks,
      });
      return `/api/videos/${id}/manifest.m3u8?grant=${token}`;
    },

    async playlist({ videoId, grant: token, target }) {
      const grant = await links.openGrant(token, videoId);
      quota?.take(grant.userId);
      const { url, variables } = target === null
        ? master(grant)
        : await links.openTarget(target, grant);
      const answer = await shared.get(url, () =>
        fetchAllowed(url, {
          http,
          rules,
          timeoutMs,
          maxBytes: MAX_PLAYLIST_BYTES,
        }));
      const fault = faultOf(answer);
      if (fault) throw fault;
      // No words at all: somebody gave up half-way.
      if (answer.bytes.byteLength === 0) throw mediaFault("media_unavailable");
      const { text, reloadS } = await write(
        new TextDecoder().decode(answer.bytes),
        { url: answer.url, imports: variables, token, grant },
      );
      if (reloadS !== null) {
        const forMs = Math.min(LIVE_SHARE_MS, reloadS * 500);
        shared.keep(url, { answer, forMs });
      }
      return new Response(text, {
        headers: {
          "content-type": "application/vnd.apple.mpegurl",
          "cache-control": "private, no-store",
        },
      });
    },

    async resource({ videoId, grant: token, target }, { range }) {
      const grant = await links.openGrant(token, videoId);
      quota?.take(grant.userId);
      if (target === null) throw mediaFault("media_link_expired");
      const answer = await streamAllowed(
        (await links.openTarget(target, grant)).url,
        {
          rules,
          timeoutMs,
          maxBytes: MAX_RESOURCE_BYTES,
          open: options.open,
          headers: { accept: "*/*", ...(range === null ? {} : { range }) },
        },
      );
      const fault = faultOf(answer);
      if (fault) {
        await answer.body?.cancel();
        throw fault;
      }
      const type = answer.headers.get("content-type")?.split(";")[0]?.trim();
      const headers = new Headers({
        "content-type": type && SAFE_TYPE.test(type)
          ? type
          : "application/octet-stream",
        "cache-control": "private, no-store",
      });
      for (const name of PASSED_HEADERS) {
        const value = answer.headers.get(name);
        if (value !== null) headers.set(name, value);
      }
      return new Response(answer.body, { status: answer.status, headers });
    },
  };
}
