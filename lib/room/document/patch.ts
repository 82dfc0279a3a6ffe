/**
 * What a change of a room is for those who have the room already.
 * @module
 */
import type {
  Member,
  MembersPatch,
  RoomPatch,
} from "../../shared/room/protocol.ts";
import { publicMember, type RoomDocument } from "./document.ts";

/** Members up to whom all of them travel. Chosen: so few are as short as what changed of them. */
export const FEW_MEMBERS = 16;

/** Parts of a room that are sent whole. */
const PARTS = [
  "timeline",
  "gate",
  "check",
  "video",
  "media",
  "host",
  "settings",
  "queue",
  "lastAction",
] as const;

/**
 * What changed for clients between two documents of one epoch. Documents that
 * come from a store are copies, so what they say counts and not which they are.
 * @see SPEC R52
 */
export function patchBetween(
  before: RoomDocument,
  after: RoomDocument,
  { fewMembers = FEW_MEMBERS }: { fewMembers?: number } = {},
): RoomPatch {
  const changed = PARTS.filter((part) => !isSame(before[part], after[part]));
  const patch: RoomPatch = Object.fromEntries(
    changed.map((part) => [part, after[part] ?? null]),
  );
  if (before.members === after.members) return patch;
  // Most changes are at the end, where people come.
  const same = lengthOfSameStart(before.members, after.members);
  const was = before.members.slice(same).map(publicMember);
  const is = after.members.slice(same).map(publicMember);
  const isFew = after.members.length <= fewMembers;
  if (isFew && isSame(was, is)) return patch;
  const people = isFew ? null : changesOf(was, is);
  if (people && people.gone.length + people.now.length === 0) return patch;
  return people && isToldBy(people, was, is)
    ? { ...patch, people }
    : { ...patch, members: after.members.map(publicMember) };
}

/** Whether nothing but the members changed. */
export function isOfPeopleOnly(
  before: RoomDocument,
  after: RoomDocument,
): boolean {
  return PARTS.every((part) => isSame(before[part], after[part]));
}

function lengthOfSameStart(
  one: readonly unknown[],
  other: readonly unknown[],
): number {
  const first = one.findIndex((member, index) => member !== other[index]);
  return first < 0 ? one.length : first;
}

/** A member whose place is not behind all others cannot be announced so. */
function isToldBy(
  { gone }: MembersPatch,
  was: readonly Member[],
  is: readonly Member[],
): boolean {
  const left = new Set(gone);
  return was.filter(({ id }) => !left.has(id))
    .every(({ id }, index) => id === is[index]?.id);
}

function changesOf(
  was: readonly Member[],
  is: readonly Member[],
): MembersPatch {
  const known = new Map(was.map((member) => [member.id, member]));
  const now = is.filter((member) => {
    const before = known.get(member.id);
    known.delete(member.id);
    return !before || !isSame(before, member);
  });
  return { gone: [...known.keys()], now };
}

/** Whether two are the same as JSON. Most that differ do so early: writing both down to compare them would cost several times as much. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other)) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  for (const name in one) {
    if (!isSame(one[name], other[name])) return false;
  }
  for (const name in other) {
    if (one[name] === undefined && other[name] !== undefined) return false;
  }
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
