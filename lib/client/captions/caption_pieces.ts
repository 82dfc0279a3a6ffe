/**
 * The pieces that captions come in.
 * @module
 */

/** One file of captions. */
export interface Piece {
  url: string;
  /** Of the video, s; `end` may be infinite. */
  start: number;
  end: number;
}

/**
 * Reads the pieces of a playlist; a file that is none is one piece.
 * @param url Address of the playlist.
 */
export function piecesOf(text: string, url: string): Piece[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)
    .map((line) => line.trim());
  if (!lines[0]?.startsWith("#EXTM3U")) {
    return text === "" ? [] : [{ url, start: 0, end: Infinity }];
  }
  const pieces = new Map<string, Piece>();
  let start = 0;
  let duration = 0;
  let isGap = false;
  for (const line of lines) {
    const [, seconds] = /^#EXTINF:\s*([\d.]+)/.exec(line) ?? [];
    if (seconds !== undefined) duration = Number(seconds) || 0;
    if (line === "#EXT-X-GAP") isGap = true;
    if (line === "" || line.startsWith("#")) continue;
    const address = new URL(line, url).href;
    // Ranges of one file are one piece: it is read whole.
    const known = pieces.get(address);
    const end = start + duration;
    if (known) known.end = end;
    else if (!isGap) pieces.set(address, { url: address, start, end });
    start = end;
    isGap = false;
  }
  return [...pieces.values()];
}

/** What of the video has its captions fetched around a place, s. */
interface Window {
  behindS: number;
  aheadS: number;
}

/** The piece that is needed first at a place: what is shown there and after it, then what came before. */
export function nextPiece(
  pieces: readonly Piece[],
  { place, behindS, aheadS }: Window & { place: number },
): Piece | null {
  return pieces.find(({ start, end }) =>
    end > place && start < place + aheadS
  ) ??
    pieces.findLast(({ start, end }) =>
      end > place - behindS && start <= place
    ) ?? null;
}

/** Statuses of an answer that will not be another one soon. */
const GONE: ReadonlySet<number> = new Set([400, 404, 410, 451]);

/**
 * Fetches a text of captions.
 * @returns `null` when there is none.
 * @throws {Error} When it may be there another time.
 */
export async function fetchCaptions(
  url: string,
  signal: AbortSignal,
): Promise<string | null> {
  const response = await fetch(url, { signal });
  if (response.ok) return await response.text();
  await response.body?.cancel();
  if (GONE.has(response.status)) return null;
  throw new Error(`Cannot fetch captions: status ${response.status}`);
}
