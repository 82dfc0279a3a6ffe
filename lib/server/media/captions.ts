/**
 * Captions that no manifest names, through our origin: each is one whole file,
 * fetched with the KS, which stays here.
 * @module
 */
import type { CaptionFile } from "../../shared/video/video.ts";
import type { Config } from "../config/config.ts";
import type { Quota } from "../limits/quota.ts";
import type { HttpClient } from "../upstream/http_client.ts";
import type { HostRules } from "../upstream/allowed_hosts.ts";
import type { CaptionAsset } from "../catalogue/catalogue.ts";
import { faultOf, mediaFault } from "../upstream/media_faults.ts";
import type { MediaGrant, MediaLinks } from "./links.ts";
import type { MediaRequest } from "./media.ts";
import { fetchAllowed } from "../upstream/allowed_fetch.ts";

/** See the module. */
export interface Captions {
  /** Addresses of captions on this server, good for one person and a short time. */
  offer(
    assets: readonly CaptionAsset[],
    grant: MediaGrant,
  ): Promise<CaptionFile[]>;
  /**
   * Answers with a file.
   * @throws {DomainError} `media_…`, see `faults.ts`.
   */
  file(request: MediaRequest): Promise<Response>;
}

/** Options of {@linkcode createCaptions}. */
interface CaptionsOptions {
  kaltura: Config["kaltura"];
  mode: Config["mode"];
  timeoutMs: number;
  http: HttpClient;
  links: MediaLinks;
  /** What one person may fetch. */
  quota: Quota;
}

/** Largest file, bytes. Chosen: ten hours of talk. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Captions of one video that are offered. Chosen: what a menu holds. */
const MAX_FILES = 40;
/** Maps the file to MPEG time; of use only beside the pieces of a manifest. */
const TIME_MAP = /^X-TIMESTAMP-MAP=.*(?:\r\n|\n|\r)/m;

/** Makes the routes' worker. @see SPEC W45 */
export function createCaptions(options: CaptionsOptions): Captions {
  const { kaltura, mode, timeoutMs, http, links, quota } = options;
  const rules: HostRules = {
    hosts: kaltura.hosts,
    allowsLoopback: mode === "development",
  };
  return {
    async offer(assets, grant) {
      if (assets.length === 0) return [];
      const token = await links.sealGrant(grant);
      return await Promise.all(
        assets.slice(0, MAX_FILES).map(async ({ language, label, url }) => {
          const target = await links.sealTarget(url(grant.ks), grant);
          const query = new URLSearchParams({ grant: token, target });
          return {
            url: `/api/videos/${grant.videoId}/captions?${query}`,
            language,
            label,
          };
        }),
      );
    },

    async file({ videoId, grant: token, target }) {
      const grant = await links.openGrant(token, videoId);
      quota.take(grant.userId);
      if (target === null) throw mediaFault("media_link_expired");
      const { url } = await links.openTarget(target, grant);
      const answer = await fetchAllowed(url, {
        http,
        rules,
        timeoutMs,
        maxBytes: MAX_BYTES,
      });
      const fault = faultOf(answer);
      if (fault) throw fault;
      const text = new TextDecoder().decode(answer.bytes);
      // Kaltura's API refuses with status 200 and an object of its own.
      if (!text.startsWith("WEBVTT")) {
        throw mediaFault("media_not_found", new Error("no WebVTT"));
      }
      return new Response(text.replace(TIME_MAP, ""), {
        headers: {
          "content-type": "text/vtt; charset=utf-8",
          "cache-control": "private, no-store",
        },
      });
    },
  };
}
