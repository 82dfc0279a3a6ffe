/**
 * Writes a playlist for one viewer: each address is checked, and becomes one
 * that they can reach and that holds no KS.
 * @module
 */
import { rewrite } from "../../shared/url_mapping.ts";
import { mediaFault } from "../upstream/media_faults.ts";
import {
  type HostRules,
  isAllowedUrl,
  MAX_ADDRESS,
} from "../upstream/allowed_hosts.ts";
import { type MediaGrant, type MediaLinks, tellsKs } from "./links.ts";
import { createMemo } from "./memo.ts";
import {
  type Playlist,
  PlaylistError,
  type PlaylistPart,
  readPlaylist,
} from "./playlist.ts";
import type { Variables } from "./variables.ts";

/** Longest playlist that is sent, characters. Chosen: twelve thousand segments that all pass through here. */
const MAX_ANSWER = 16 * 1024 * 1024;
/** Addresses that are sealed at a time. Chosen: keeps both cores busy, and few promises in memory. */
const AT_ONCE = 128;
/** Sealed addresses of live playlists that are kept: with each reload all but one are the same. Chosen: some 12 MB, sixteen viewers of two hours. */
const MAX_KEPT = 20_000;
/** A request for a live playlist that is held back, or answered in part. Source: RFC 8216bis §6.2.5. */
const DIRECTIVES = ["_HLS_msn", "_HLS_part", "_HLS_skip"];

/** Whose playlist it is, and where it comes from. */
interface PlaylistOrigin {
  /** The address that gave it. */
  url: URL;
  imports: Variables;
  /** The sealed grant, which goes into each address, and what is in it. */
  token: string;
  grant: MediaGrant;
}

/** @throws {DomainError} `media_protected`, `media_unreadable`, `media_host_refused` */
type PlaylistWriter = (
  text: string,
  origin: PlaylistOrigin,
) => Promise<{ text: string; reloadS: number | null }>;

/**
 * Makes a writer.
 * @see SPEC M3, M4, M6, M10
 */
export function createPlaylistWriter(
  { rules, links, isProxied, onRefusedHost }: {
    rules: HostRules;
    links: MediaLinks;
    isProxied: boolean;
    /** Called with each host that is on no list. */
    onRefusedHost(host: string): void;
  },
): PlaylistWriter {
  const keep = createMemo<string>(MAX_KEPT);

  function direct(url: URL, grant: MediaGrant): string | null {
    if (tellsKs(url.href, grant.ks)) return null;
    const mapped = isProxied ? rewrite(url.href) : url.href;
    if (isProxied && mapped === url.href) return null;
    // Not ours to fill in, nor hls.js's.
    return mapped.replaceAll("{$", "%7B$");
  }

  return async (text, { url: base, imports, token, grant }) => {
    const { parts, variables, reloadS } = read(text, {
      base,
      imports,
      rules,
      ks: grant.ks,
      onRefusedHost,
    });
    const seal = (url: URL, imported?: Variables) =>
      links.sealTarget(url.href, {
        ...grant,
        ...(imported ? { variables: imported } : {}),
      });
    const sealOnce = (url: URL) =>
      reloadS === null ? seal(url) : keep(
        [grant.userId, grant.videoId, url.href].join("\0"),
        () => seal(url),
      );

    /** Relative ones are siblings of the playlist. */
    async function shown(part: PlaylistPart): Promise<string> {
      if (typeof part === "string") return part;
      const { kind, url } = part;
      if (kind === "resource") {
        return direct(url, grant) ??
          `media?grant=${token}&target=${await sealOnce(url)}`;
      }
      const target = await seal(withoutDirectives(url), variables);
      return `manifest.m3u8?grant=${token}&target=${target}`;
    }

    const pieces: string[] = [];
    let length = 0;
    for (let at = 0; at < parts.length; at += AT_ONCE) {
      const some = parts.slice(at, at + AT_ONCE);
      const joined = (await Promise.all(some.map(shown))).join("");
      length += joined.length;
      if (length > MAX_ANSWER) {
        throw mediaFault("media_unreadable", new Error("it is too long"));
      }
      pieces.push(joined);
    }
    return { text: pieces.join(""), reloadS };
  };
}

/** @throws {DomainError} */
function read(
  text: string,
  { base, imports, rules, ks, onRefusedHost }: {
    base: URL;
    imports: Variables;
    rules: HostRules;
    ks: string;
    onRefusedHost(host: string): void;
  },
): Playlist {
  // The host only: a path may hold a KS.
  let refused = "none";
  try {
    return readPlaylist(text, {
      url: base,
      imports,
      tellsSecret: (text) => tellsKs(text, ks),
      resolve(uri) {
        const url = uri.length <= MAX_ADDRESS ? URL.parse(uri, base) : null;
        if (url && isAllowedUrl(url, rules)) return url;
        refused = url?.host || "not a URL";
        onRefusedHost(refused);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof PlaylistError)) throw error;
    switch (error.fault) {
      case "protected":
        throw mediaFault("media_protected", error);
      case "unreadable":
        throw mediaFault("media_unreadable", error);
      case "host":
        throw mediaFault(
          "media_host_refused",
          new Error(`${error.message}: refused host: ${refused}`),
        );
    }
  }
}

/** Whole and at once, whatever the address asks for. */
function withoutDirectives(url: URL): URL {
  if (!DIRECTIVES.some((name) => url.searchParams.has(name))) return url;
  const plain = new URL(url);
  for (const name of DIRECTIVES) plain.searchParams.delete(name);
  return plain;
}
