/**
 * Tags of a playlist, read tolerantly and written again: of a tag only known
 * attributes in their known forms come out, so no player can read an address
 * in it that we did not see.
 * @module
 */
import { readHlsAttributes } from "../../shared/hls_attributes.ts";
import type { VariableScope } from "./variables.ts";

/** What an address in a playlist leads to. */
type UriKind = "playlist" | "resource";

/** A piece of a playlist: text as it is, or an address that may be fetched. */
export type PlaylistPart = string | { kind: UriKind; url: URL };

/** Why a playlist is of no use: nobody could read it, its media lies where we may not fetch, or it is copy-protected. */
type PlaylistFault = "unreadable" | "host" | "protected";

/** A playlist is of no use, now and later; `message` says why. */
export class PlaylistError extends Error {
  override name = "PlaylistError";
  /** Why. */
  readonly fault: PlaylistFault;

  constructor(fault: PlaylistFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** What a reader of playlists must know of the world. */
export interface PlaylistContext {
  /** The address in full, or `null` where it may not be fetched. */
  resolve(uri: string): URL | null;
  /** Whether a text holds what viewers must not see. */
  tellsSecret(text: string): boolean;
  variables: VariableScope;
}

/** One line. */
export interface Line {
  /** Name of the tag; `null` for an address. */
  tag: string | null;
  /** What stands behind the colon; the address. */
  value: string;
}

/** The forms that a value may have. */
export type AttributeForm =
  | "text"
  | "text_or_none"
  | "number"
  | "word"
  | "size"
  | "hex"
  | "range";

const FORMS: Record<Exclude<AttributeForm, "text" | "text_or_none">, RegExp> = {
  number: /^-?\d+(?:\.\d+)?/,
  word: /^[\w.+-]+$/,
  size: /^\d+x\d+$/,
  hex: /^0[xX][0-9a-fA-F]+$/,
  range: /^\d+(?:@\d+)?$/,
};

/** Reads a tag's attributes with their variables filled in; one whose variable is unknown is left out. */
export function attributesOf(
  list: string,
  { variables }: PlaylistContext,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, { value, isQuoted }] of readHlsAttributes(list)) {
    const filled = isQuoted || name === "IV" || name === "URI"
      ? variables.fill(value)
      : value;
    if (filled !== null) found.set(name, filled);
  }
  return found;
}

/** Defines a variable by an `EXT-X-DEFINE`. */
export function define(list: string, { variables }: PlaylistContext): void {
  variables.define(readHlsAttributes(list));
}

/** Writes the attributes that are known and readable, in the order of the forms. */
export function written(
  attributes: ReadonlyMap<string, string>,
  { forms, context }: {
    forms: Readonly<Record<string, AttributeForm>>;
    context: PlaylistContext;
  },
): string[] {
  return Object.entries(forms).flatMap(([name, form]) => {
    const value = attributes.get(name);
    const shown = value === undefined ? null : formed(value, form);
    if (shown === null || context.tellsSecret(value ?? "")) return [];
    return [`${name}=${shown}`];
  });
}

function formed(value: string, form: AttributeForm): string | null {
  if (form === "text_or_none" && value === "NONE") return value;
  if (form === "text" || form === "text_or_none") {
    const text = plainText(value);
    return text === "" ? null : `"${text}"`;
  }
  const [match] = FORMS[form].exec(value.trim()) ?? [];
  if (match === undefined) return null;
  return form === "range" ? `"${match}"` : match;
}

/**
 * A text that stays within its quotes and its line, whoever reads it: hls.js
 * ends a line also at U+2028, and fills in variables.
 */
function plainText(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, " ")
    .replaceAll('"', "'")
    .replaceAll("{$", "{ $")
    .trim();
}
