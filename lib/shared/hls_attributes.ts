/**
 * Reads the attributes of an HLS tag as players read them (hls.js, `AttrList`;
 * RFC 8216bis §4.2 is stricter): a quoted value ends at a quote before a comma
 * or the end, an unquoted one at a comma, the last of two with one name counts,
 * and what is no attribute is passed over.
 * @module
 */

/** A value without its quotes and the blanks around it. */
interface HlsAttribute {
  value: string;
  /** Only quoted values hold variables. Source: RFC 8216bis §4.3. */
  isQuoted: boolean;
}

/** The attributes of one tag by their names. */
export type HlsAttributes = ReadonlyMap<string, HlsAttribute>;

/** Most attributes of a tag that are read. Chosen: four times the longest list in RFC 8216bis. */
const MAX_ATTRIBUTES = 64;
/** Characters as `RegExp` sees the end of a quoted value. */
const CLOSER = /"\s*(?:,|$)/g;

/** Reads what stands behind a tag's colon. Never throws; takes time in proportion to the length. */
export function readHlsAttributes(list: string): HlsAttributes {
  const found = new Map<string, HlsAttribute>();
  let at = 0;
  // Once no quote closes, none does further on: looking again would cost the square of the length.
  let mayClose = true;
  while (found.size < MAX_ATTRIBUTES) {
    const equals = list.indexOf("=", at);
    if (equals < 0) break;
    const before = list.slice(at, equals);
    const name = before.slice(before.lastIndexOf(",") + 1).trim();
    const start = equals + 1 + blanksAt(list, equals + 1);
    const closer = mayClose && list[start] === '"'
      ? closerAfter(list, start + 1)
      : null;
    if (closer) {
      found.set(name, {
        value: list.slice(start + 1, closer.from),
        isQuoted: true,
      });
      at = closer.to;
      continue;
    }
    if (list[start] === '"') mayClose = false;
    const comma = list.indexOf(",", start);
    const end = comma < 0 ? list.length : comma;
    const value = list.slice(start, end).trim().replace(/^"/, "");
    found.set(name, { value, isQuoted: false });
    at = end + 1;
  }
  return found;
}

function blanksAt(text: string, from: number): number {
  let to = from;
  while (text[to] === " " || text[to] === "\t") to++;
  return to - from;
}

function closerAfter(
  text: string,
  from: number,
): { from: number; to: number } | null {
  CLOSER.lastIndex = from;
  const match = CLOSER.exec(text);
  return match && { from: match.index, to: match.index + match[0].length };
}
