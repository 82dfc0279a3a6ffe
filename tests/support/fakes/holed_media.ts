/**
 * Entries of the fake Kaltura with a hole in their media: some seconds whose
 * sound or picture is not there, in each way in which that happens.
 * @module
 */
import { HEIGHTS, type KalturaMedia, SEGMENT_S } from "./kaltura_media.ts";

/** Where the hole begins, s. */
export const HOLE_FROM_S = 8;
/** Where it ends, s. */
export const HOLE_TO_S = 16;

/** A hole. */
interface Hole {
  /** What is missing. */
  of: "sound" | "picture" | "all";
  /**
   * `refused`: no such file; `blank`: a file without a byte; `gap`: said in
   * the playlist (RFC 8216bis, `EXT-X-GAP`), and no such file; `stripped`: sound and
   * picture share files, and one of them is not in them.
   */
  how: "refused" | "blank" | "gap" | "stripped";
}

/** The entries, by id. */
export const HOLED_ENTRIES: Readonly<Record<string, Hole>> = {
  "0_hole-sound-refused": { of: "sound", how: "refused" },
  "0_hole-sound-blank": { of: "sound", how: "blank" },
  "0_hole-sound-gap": { of: "sound", how: "gap" },
  "0_hole-sound-stripped": { of: "sound", how: "stripped" },
  "0_hole-picture-refused": { of: "picture", how: "refused" },
  "0_hole-picture-blank": { of: "picture", how: "blank" },
  "0_hole-picture-gap": { of: "picture", how: "gap" },
  "0_hole-picture-stripped": { of: "picture", how: "stripped" },
  "0_hole-all-refused": { of: "all", how: "refused" },
  "0_hole-all-blank": { of: "all", how: "blank" },
  "0_hole-all-gap": { of: "all", how: "gap" },
};

/** Whether an entry has its sound in files of its own. */
export function hasSoundsApart(entry: string): boolean {
  const hole = HOLED_ENTRIES[entry];
  return entry === "0_sounds" ||
    (hole !== undefined && hole.of !== "all" && hole.how !== "stripped");
}

/** Whether a segment's playlist says that it is not there. */
export function isSaidToBeGap(
  { entry, name, index }: { entry: string; name: string; index: number },
): boolean {
  return HOLED_ENTRIES[entry]?.how === "gap" && isIn({ entry, name, index });
}

/**
 * What is in the place of a segment.
 * @returns `null`: nothing of the sort, the segment itself is there.
 */
export function holeInPlaceOf(
  at: { entry: string; name: string; index: number },
  media: KalturaMedia | undefined,
): Uint8Array<ArrayBuffer> | "refused" | null {
  const hole = HOLED_ENTRIES[at.entry];
  if (!hole || !isIn(at)) return null;
  if (hole.how === "blank") return new Uint8Array();
  if (hole.how !== "stripped") return "refused";
  const [best] = HEIGHTS;
  const other = hole.of === "sound" ? at.name.replace("v", "p") : "aen";
  return media?.get(other)?.[at.index] ?? media?.get(`p${best}`)?.[at.index] ??
    new Uint8Array();
}

function isIn(
  { entry, name, index }: { entry: string; name: string; index: number },
): boolean {
  const hole = HOLED_ENTRIES[entry];
  if (!hole) return false;
  const isSound = name.startsWith("a");
  const isOfIt = hole.of === "all" || hole.how === "stripped" ||
    isSound === (hole.of === "sound");
  const atS = index * SEGMENT_S;
  return isOfIt && atS >= HOLE_FROM_S && atS < HOLE_TO_S;
}
