/**
 * HLS playlists as text with the addresses in it found, so that each can be
 * checked and replaced. Only what is known passes: a tag that nobody here
 * knows could hold an address too, and players ignore its absence (RFC 8216
 * §6.3.1).
 * @module
 */

/** What an address in a playlist leads to. */
export type UriKind = "playlist" | "resource";

/** A piece of a playlist: text as it is, or an address. */
export type PlaylistPart =
  | string
  | { kind: UriKind; uri: string };

/** A playlist cannot be read; `message` says why. */
export class PlaylistError extends Error {
  override name = "PlaylistError";
}

/** Most lines that are read. Chosen: ten hours of 2 s segments with dates. */
const MAX_LINES = 100_000;

/** Tags whose `URI` leads to another playlist. Source: RFC 8216bis §4.4. */
const PLAYLIST_TAGS = new Set([
  "EXT-X-MEDIA",
  "EXT-X-I-FRAME-STREAM-INF",
  "EXT-X-RENDITION-REPORT",
]);
/** Tags whose `URI` leads to anything else. Source: RFC 8216bis §4.4. */
const RESOURCE_TAGS = new Set([
  "EXT-X-KEY",
  "EXT-X-SESSION-KEY",
  "EXT-X-MAP",
  "EXT-X-PART",
  "EXT-X-PRELOAD-HINT",
]);
/** Tags without an address. Source: RFC 8216bis §4.4; the others there are no player's need. */
const PLAIN_TAGS = new Set([
  "EXT-X-VERSION",
  "EXT-X-INDEPENDENT-SEGMENTS",
  "EXT-X-START",
  "EXTINF",
  "EXT-X-BYTERANGE",
  "EXT-X-DISCONTINUITY",
  "EXT-X-PROGRAM-DATE-TIME",
  "EXT-X-GAP",
  "EXT-X-BITRATE",
  "EXT-X-TARGETDURATION",
  "EXT-X-MEDIA-SEQUENCE",
  "EXT-X-DISCONTINUITY-SEQUENCE",
  "EXT-X-ENDLIST",
  "EXT-X-PLAYLIST-TYPE",
  "EXT-X-I-FRAMES-ONLY",
  "EXT-X-PART-INF",
  "EXT-X-SERVER-CONTROL",
  "EXT-X-SKIP",
  "EXT-X-ALLOW-CACHE",
  "EXT-X-STREAM-INF",
]);

/** One attribute with what stands before the next. Source: RFC 8216 §4.2. */
const ATTRIBUTE = /\s*([A-Z0-9-]+)=("[^"]*"|[^",\s]+)\s*(?:,|$)/y;

/**
 * Splits a playlist at its addresses; the parts joined are the same playlist
 * without comments and unknown tags.
 * @throws {PlaylistError} for what is no playlist, or cannot be read safely.
 * @see SPEC M3
 */
export function parsePlaylist(text: string): PlaylistPart[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  if (lines[0]?.trim() !== "#EXTM3U") {
    throw new PlaylistError("Cannot read a playlist without #EXTM3U");
  }
  if (lines.length > MAX_LINES) {
    throw new PlaylistError("Cannot read a playlist of so many lines");
  }
  const parts: PlaylistPart[] = ["#EXTM3U\n"];
  // After a stream's tag the next address is a playlist, else it is a segment.
  let next: UriKind = "resource";
  for (const line of lines.slice(1).map((line) => line.trim())) {
    if (line === "") continue;
    if (line.startsWith("#")) {
      const tag = line.slice(1).split(":", 1)[0] ?? "";
      if (tag === "EXT-X-STREAM-INF") next = "playlist";
      if (tag === "EXT-X-DEFINE") {
        throw new PlaylistError("Cannot read a playlist with variables");
      }
      if (PLAYLIST_TAGS.has(tag)) parts.push(...withUri(line, "playlist"));
      else if (RESOURCE_TAGS.has(tag)) parts.push(...withUri(line, "resource"));
      else if (PLAIN_TAGS.has(tag)) parts.push(`${plain(line)}\n`);
    } else {
      parts.push({ kind: next, uri: line }, "\n");
      next = "resource";
    }
  }
  return parts;
}

/** Whether a playlist needs DRM, which neither the proxy nor the `hls` engine has. */
export function needsDrm(text: string): boolean {
  return text.split(/\r\n|\n|\r/).some((line) => {
    const [, list] = /^\s*#EXT-X-(?:SESSION-)?KEY:(.*)$/.exec(line) ?? [];
    if (list === undefined) return false;
    const of = new Map(
      attributes(list).map(({ name, value }) => [name, value]),
    );
    const format = of.get("KEYFORMAT") ?? '"identity"';
    const method = of.get("METHOD") ?? "NONE";
    return method !== "NONE" &&
      (format !== '"identity"' || /^"skd:/i.test(of.get("URI") ?? ""));
  });
}

interface Attribute {
  name: string;
  /** As written, with its quotes. */
  value: string;
}

/** @throws {PlaylistError} */
function attributes(list: string): Attribute[] {
  const found: Attribute[] = [];
  ATTRIBUTE.lastIndex = 0;
  while (ATTRIBUTE.lastIndex < list.length) {
    const [, name, value] = ATTRIBUTE.exec(list) ?? [];
    if (name === undefined || value === undefined) {
      throw new PlaylistError("Cannot read a tag's attributes");
    }
    if (found.some((attribute) => attribute.name === name)) {
      throw new PlaylistError(`Cannot read a tag with two ${name}`);
    }
    found.push({ name, value });
  }
  return found;
}

/** A tag with an address among its attributes. */
function withUri(line: string, kind: UriKind): PlaylistPart[] {
  const colon = line.indexOf(":");
  const list = colon < 0 ? "" : line.slice(colon + 1);
  const parts: PlaylistPart[] = [
    line.slice(0, colon < 0 ? undefined : colon + 1),
  ];
  let comma = "";
  for (const { name, value } of attributes(list)) {
    if (name === "URI") {
      if (!/^"[^"]+"$/.test(value)) {
        throw new PlaylistError("Cannot read a URI without quotes");
      }
      parts.push(`${comma}URI="`, { kind, uri: value.slice(1, -1) }, '"');
    } else if (!/UR[IL]/.test(name)) parts.push(`${comma}${name}=${value}`);
    else continue;
    comma = ",";
  }
  return [...parts, "\n"];
}

/** A tag that has no address; one that has is not what it says. */
function plain(line: string): string {
  // Titles may say anything, and nobody needs them.
  const told = /^#EXTINF:/.test(line) ? line.replace(/,.*$/, ",") : line;
  if (/UR[IL]=/i.test(told.replaceAll(/"[^"]*"/g, ""))) {
    throw new PlaylistError("Cannot read a URI in this tag");
  }
  return told;
}
