/**
 * The playlist of qualities. What a film can be without (captions, pictures
 * for winding, another sound, one quality) is left out where it cannot be read
 * or reached.
 * @module
 */
import {
  type AttributeForm,
  attributesOf,
  define,
  type Line,
  type PlaylistContext,
  PlaylistError,
  type PlaylistPart,
  written,
} from "./playlist_tag.ts";

/** Most qualities that are offered. Chosen: the largest ladders, for each codec and sound, have about a hundred. */
const MAX_VARIANTS = 128;
/** Most sounds and captions. Chosen: sixty languages for each of four groups. */
const MAX_RENDITIONS = 256;

const GROUPS = {
  AUDIO: "text",
  SUBTITLES: "text",
  "CLOSED-CAPTIONS": "text_or_none",
} as const;

const QUALITY_FORMS: Readonly<Record<string, AttributeForm>> = {
  BANDWIDTH: "number",
  "AVERAGE-BANDWIDTH": "number",
  CODECS: "text",
  "SUPPLEMENTAL-CODECS": "text",
  RESOLUTION: "size",
  "FRAME-RATE": "number",
  "HDCP-LEVEL": "word",
  "VIDEO-RANGE": "word",
  SCORE: "number",
  NAME: "text",
};

const RENDITION_FORMS: Readonly<Record<string, AttributeForm>> = {
  TYPE: "word",
  "GROUP-ID": "text",
  NAME: "text",
  LANGUAGE: "text",
  "ASSOC-LANGUAGE": "text",
  DEFAULT: "word",
  AUTOSELECT: "word",
  FORCED: "word",
  "INSTREAM-ID": "text",
  CHARACTERISTICS: "text",
  CHANNELS: "text",
};

type Attributes = Map<string, string>;

interface Found {
  attributes: Attributes;
  /** `null`: cannot be reached. `undefined`: names no address. */
  url: URL | null | undefined;
}

/**
 * Reads the lines of a master playlist, without the first.
 * @throws {PlaylistError} `host` or `unreadable` when no quality is left.
 * @see SPEC M9, M12
 */
export function readMaster(
  lines: readonly Line[],
  context: PlaylistContext,
): PlaylistPart[] {
  const heads = new Map<string, string>();
  const variants: Found[] = [];
  const renditions: Found[] = [];
  const pictures: Found[] = [];
  let next: Attributes | null = null;

  const read = (value: string): Found => {
    const attributes = attributesOf(value, context);
    const uri = attributes.get("URI");
    return { attributes, url: uri ? context.resolve(uri) : undefined };
  };
  for (const { tag, value } of lines) {
    switch (tag) {
      case null:
        if (next && variants.length < MAX_VARIANTS) {
          const uri = context.variables.fill(value);
          const url = uri === null ? null : context.resolve(uri);
          variants.push({ attributes: next, url });
        }
        next = null;
        break;
      case "EXT-X-STREAM-INF":
        if (variants.length < MAX_VARIANTS) next = attributesOf(value, context);
        break;
      case "EXT-X-MEDIA":
        if (renditions.length < MAX_RENDITIONS) renditions.push(read(value));
        break;
      case "EXT-X-I-FRAME-STREAM-INF":
        if (pictures.length < MAX_VARIANTS) pictures.push(read(value));
        break;
      case "EXT-X-DEFINE":
        define(value, context);
        break;
      case "EXT-X-VERSION":
        if (/^\d+$/.test(value)) heads.set(tag, `:${value}`);
        break;
      case "EXT-X-INDEPENDENT-SEGMENTS":
        heads.set(tag, "");
        break;
    }
  }

  const offered = renditions.filter(isOffered);
  const playable = variants.filter(({ attributes, url }) =>
    url && !hasLostSound(attributes, { renditions, offered })
  );
  if (playable.length === 0) throw nothingLeft(variants);
  return [
    "#EXTM3U\n",
    ...[...heads].map(([tag, value]) => `#${tag}${value}\n`),
    ...offered.flatMap((found) => renditionParts(found, context)),
    ...pictures.flatMap((found) => pictureParts(found, context)),
    ...playable.flatMap((found) => variantParts(found, { offered, context })),
  ];
}

/** Captions must lead somewhere; a sound without an address is in the picture's stream. */
function isOffered({ attributes, url }: Found): boolean {
  if (!attributes.get("GROUP-ID")) return false;
  switch (attributes.get("TYPE")) {
    case "AUDIO":
      return url !== null;
    case "SUBTITLES":
      return Boolean(url);
    case "CLOSED-CAPTIONS":
      return true;
    default:
      return false;
  }
}

/** A quality whose every sound is out of reach would be silent. */
function hasLostSound(
  attributes: Attributes,
  { renditions, offered }: Record<"renditions" | "offered", Found[]>,
): boolean {
  const group = attributes.get("AUDIO");
  const isOfIt = (found: Found) => isInGroup(found, { type: "AUDIO", group });
  return renditions.some(isOfIt) && !offered.some(isOfIt);
}

function isInGroup(
  { attributes }: Found,
  { type, group }: { type: string; group: string | undefined },
): boolean {
  return attributes.get("TYPE") === type &&
    attributes.get("GROUP-ID") === group;
}

function nothingLeft(variants: Found[]): PlaylistError {
  return variants.length > 0
    ? new PlaylistError("host", "No quality lies where media may come from")
    : new PlaylistError("unreadable", "The playlist has nothing to play");
}

function renditionParts(
  { attributes, url }: Found,
  context: PlaylistContext,
): PlaylistPart[] {
  const fallback = attributes.get("LANGUAGE") ?? attributes.get("GROUP-ID");
  const named = new Map(attributes);
  if (!named.get("NAME")) named.set("NAME", fallback ?? "");
  const list = written(named, { forms: RENDITION_FORMS, context });
  const isElsewhere = url && attributes.get("TYPE") !== "CLOSED-CAPTIONS";
  return [
    `#EXT-X-MEDIA:${list.join(",")}`,
    ...(isElsewhere ? address(url) : []),
    "\n",
  ];
}

function pictureParts(
  { attributes, url }: Found,
  context: PlaylistContext,
): PlaylistPart[] {
  if (!url) return [];
  const list = qualityList(attributes, context);
  return [`#EXT-X-I-FRAME-STREAM-INF:${list.join(",")}`, ...address(url), "\n"];
}

function variantParts(
  { attributes, url }: Found,
  { offered, context }: { offered: Found[]; context: PlaylistContext },
): PlaylistPart[] {
  if (!url) return [];
  const groups = new Map(
    Object.keys(GROUPS).flatMap((type): [string, string][] => {
      const group = attributes.get(type);
      const isThere = (type === "CLOSED-CAPTIONS" && group === "NONE") ||
        offered.some((found) => isInGroup(found, { type, group }));
      return group !== undefined && isThere ? [[type, group]] : [];
    }),
  );
  const list = [
    ...qualityList(attributes, context),
    ...written(groups, { forms: GROUPS, context }),
  ];
  return [
    `#EXT-X-STREAM-INF:${list.join(",")}\n`,
    { kind: "playlist", url },
    "\n",
  ];
}

/** Players choose by the bandwidth, and fail where there is none. */
function qualityList(
  attributes: Attributes,
  context: PlaylistContext,
): string[] {
  const whole = new Map(attributes);
  if (!/^\d/.test(whole.get("BANDWIDTH") ?? "")) {
    whole.set("BANDWIDTH", whole.get("AVERAGE-BANDWIDTH") ?? "1");
  }
  return written(whole, { forms: QUALITY_FORMS, context });
}

function address(url: URL): PlaylistPart[] {
  return [',URI="', { kind: "playlist", url }, '"'];
}
