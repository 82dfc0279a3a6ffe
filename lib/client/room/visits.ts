/**
 * Who came and went, as a list: of what two states of a room say of it.
 * @module
 */
import type { Member, Room } from "../../shared/room/protocol.ts";
import type { Visit } from "../model/visits.ts";

/** Entries that are kept. Chosen: one look; the rest is the past. */
export const MAX_VISITS = 20;

/**
 * The list after a change, newest first.
 * @param change `atMs`: when this page heard of it, ms since epoch.
 * @returns The same list where nobody came or went, or all came anew after a restart.
 * @see SPEC U83
 */
export function visitsAfter(
  visits: readonly Visit[],
  { before, after, atMs }: { before: Room; after: Room; atMs: number },
): readonly Visit[] {
  if (before.epoch !== after.epoch || before.members === after.members) {
    return visits;
  }
  const { lastAction } = after;
  const removedId = lastAction?.kind === "remove_member" &&
      lastAction.rev > before.rev
    ? lastAction.whom?.id
    : undefined;
  const news = [
    ...missing(before, after).map(({ id, username }) => ({
      kind: id === removedId ? "removed" as const : "left" as const,
      name: username,
    })),
    ...missing(after, before).map(({ username }) => ({
      kind: "joined" as const,
      name: username,
    })),
  ];
  if (news.length === 0) return visits;
  const first = (visits[0]?.key ?? 0) + 1;
  return [
    ...news.map((one, index) => ({ ...one, atMs, key: first + index }))
      .reverse(),
    ...visits,
  ].slice(0, MAX_VISITS);
}

/** Those in one state who are not in the other. */
function missing(from: Room, other: Room): Member[] {
  const ids = new Set(other.members.map(({ id }) => id));
  return from.members.filter(({ id }) => !ids.has(id));
}
