/**
 * Variables of a playlist (`EXT-X-DEFINE`), resolved here: the small build of
 * hls.js has none, and an address must be whole to be checked.
 * @module
 */
import type { HlsAttributes } from "../../shared/hls_attributes.ts";

/** Values by name. */
export type Variables = ReadonlyMap<string, string>;

/** Most variables of a playlist. Chosen: they travel in the address of every quality. */
const MAX_VARIABLES = 32;
/** Longest value, characters. Chosen: a signed path; values made of values stay bounded. */
const MAX_VALUE = 1024;
/** Longest text with its variables filled in, characters. Chosen: the longest address that is followed. */
const MAX_TEXT = 8192;

const REFERENCE = /\{\$([\w-]+)\}/g;

/** The variables of one playlist, in the order of its lines. */
export interface VariableScope {
  readonly all: Variables;
  /** Takes a definition; one that says nothing that can be used is left out. */
  define(attributes: HlsAttributes): void;
  /** @returns The text with its variables filled in, or `null` when one of them is unknown. */
  fill(text: string): string | null;
}

/**
 * Begins with none.
 * @param options `url`: that gave the playlist, for `QUERYPARAM`. `imports`: the variables of the master playlist.
 * @see SPEC M11
 */
export function createVariables(
  { url, imports }: { url: URL; imports: Variables },
): VariableScope {
  const all = new Map<string, string>();
  let isUsed = false;

  function fill(text: string): string | null {
    // Before version 8 it was a text like any other.
    if (!isUsed || !text.includes("{$")) return text;
    let isWhole = true;
    const filled = text.replaceAll(REFERENCE, (_reference, name: string) => {
      const value = all.get(name);
      if (value === undefined) isWhole = false;
      return value ?? "";
    });
    return isWhole && filled.length <= MAX_TEXT ? filled : null;
  }

  function read(attributes: HlsAttributes): [string, string | null] | null {
    const get = (name: string) => attributes.get(name)?.value || null;
    const query = get("QUERYPARAM");
    if (query) return [query, url.searchParams.get(query)];
    const imported = get("IMPORT");
    if (imported) return [imported, imports.get(imported) ?? null];
    const name = get("NAME");
    if (!name) return null;
    return [name, fill(attributes.get("VALUE")?.value ?? "")];
  }

  return {
    all,
    define(attributes) {
      isUsed = true;
      const [name, value] = read(attributes) ?? [];
      if (name === undefined || value === null || value === undefined) return;
      if (value.length > MAX_VALUE || all.size >= MAX_VARIABLES) return;
      all.set(name, value);
    },
    fill,
  };
}
