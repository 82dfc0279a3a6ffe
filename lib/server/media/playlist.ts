/**
 * HLS playlists from elsewhere, read as tolerantly as players do and written
 * again with every address checked. What a film can be without is left out
 * where it cannot be read or reached; only known tags and attributes pass,
 * since an unknown one could hold an address, and players ignore its absence
 * (RFC 8216 §6.3.1).
 * @module
 */
import { readMaster } from "./master_playlist.ts";
import {
  type Line,
  type PlaylistContext,
  PlaylistError,
  type PlaylistPart,
} from "./playlist_tag.ts";
import { readSegments } from "./segment_list.ts";
import { createVariables, type Variables } from "./variables.ts";

export { PlaylistError, type PlaylistPart } from "./playlist_tag.ts";

/** Most lines that are read, blank ones not counted. Chosen: five for each of the most segments. */
const MAX_LINES = 100_000;
/** Longest line that is read, characters. Chosen: twice the longest address. */
const MAX_LINE = 16_384;

interface PlaylistOptions {
  /** The address that gave it. */
  url: URL;
  /** Variables of the master playlist that led to it. */
  imports: Variables;
  resolve: PlaylistContext["resolve"];
  tellsSecret: PlaylistContext["tellsSecret"];
}

/** What was read. */
export interface Playlist {
  /** Joined, with each address replaced, they are the playlist for the viewer. */
  parts: PlaylistPart[];
  /** For playlists that this one leads to. */
  variables: Variables;
  /** Seconds after which a live playlist may have changed; `null` for any other. */
  reloadS: number | null;
}

/**
 * Reads a playlist.
 * @throws {PlaylistError} for what is no playlist, or has nothing that may be played.
 * @see SPEC M3, M9
 */
export function readPlaylist(
  text: string,
  { url, imports, resolve, tellsSecret }: PlaylistOptions,
): Playlist {
  const [first, ...lines] = linesOf(text);
  if (first?.tag?.startsWith("EXTM3U") !== true) {
    throw new PlaylistError("unreadable", "It does not begin with #EXTM3U");
  }
  const variables = createVariables({ url, imports });
  const context = { resolve, tellsSecret, variables };
  // Source: hls.js, `isMediaPlaylist`.
  const isMedia = lines.some(({ tag }) =>
    tag === "EXTINF" || tag === "EXT-X-TARGETDURATION"
  );
  const { parts, reloadS } = isMedia
    ? readSegments(lines, context)
    : { parts: readMaster(lines, context), reloadS: null };
  return { parts, variables: variables.all, reloadS };
}

/** @throws {PlaylistError} */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const [raw] of text.replace(/^\uFEFF/, "").matchAll(/[^\r\n]+/g)) {
    const line = raw.trim();
    if (line === "") continue;
    if (lines.length >= MAX_LINES) {
      throw new PlaylistError("unreadable", "It has too many lines");
    }
    if (!line.startsWith("#")) lines.push({ tag: null, value: line });
    else if (line.length <= MAX_LINE) lines.push(tagOf(line));
  }
  return lines;
}

function tagOf(line: string): Line {
  const colon = line.indexOf(":");
  const name = line.slice(1, colon < 0 ? undefined : colon).trim();
  return { tag: name, value: colon < 0 ? "" : line.slice(colon + 1).trim() };
}
