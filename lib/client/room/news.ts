/**
 * What has changed among the people of a room and is worth saying: who came,
 * who went, who became host without anybody's doing, and whether all are back
 * who were asked.
 * @module
 */
import { CROWD } from "../../shared/limits.ts";
import type { Room } from "../../shared/room/protocol.ts";
import { awaitedIn } from "../../shared/room/ready_check.ts";

/** One piece of news. `names`: in order of joining. */
export type News =
  | { kind: "joined" | "left" | "missing"; names: readonly string[] }
  | { kind: "back" }
  | { kind: "host"; id: string; name: string };

/** Changes of host that the action itself says. */
const SAID: ReadonlySet<string> = new Set(["hand_over", "take_over", "undo"]);

/**
 * Compares two states of a room.
 * @returns Nothing across a restart, when everybody comes anew, and nothing of who comes and goes in a crowd.
 * @see SPEC U67, U84
 */
export function newsBetween(before: Room, now: Room): News[] {
  if (before.epoch !== now.epoch || before.rev >= now.rev) return [];
  const news: News[] = [];
  if (now.members.length < CROWD) {
    const joined = namesMissing(now, before);
    const left = namesMissing(before, now, removedIn(before, now));
    if (joined.length > 0) news.push({ kind: "joined", names: joined });
    if (left.length > 0) news.push({ kind: "left", names: left });
  }
  const host = now.members.find(({ id }) => id === now.host);
  const { lastAction } = now;
  const isSaid = lastAction !== null && lastAction.rev > before.rev &&
    SAID.has(lastAction.kind);
  if (host && before.host !== null && before.host !== now.host && !isSaid) {
    news.push({ kind: "host", id: host.id, name: host.username });
  }
  return [...news, ...answersIn(before, now)];
}

/** How a question whether all are back has ended, unless the film says it by going on. */
function answersIn({ check, timeline }: Room, now: Room): News[] {
  const isStill = !now.timeline.playing && !now.gate &&
    now.timeline.videoId === timeline.videoId;
  if (!check || now.check || !isStill) return [];
  const missing = new Set(awaitedIn({ check, members: now.members }));
  const names = now.members.filter(({ id }) => missing.has(id))
    .map(({ username }) => username);
  return [names.length > 0 ? { kind: "missing", names } : { kind: "back" }];
}

/** Who has just been sent out, which the action itself says. */
function removedIn(before: Room, { lastAction }: Room): string | null {
  return lastAction?.kind === "remove_member" && lastAction.rev > before.rev
    ? lastAction.whom?.id ?? null
    : null;
}

/** Names of those in one state who are not in the other. */
function namesMissing(
  from: Room,
  other: Room,
  besides: string | null = null,
): string[] {
  const ids = new Set([besides, ...other.members.map(({ id }) => id)]);
  return from.members.filter(({ id }) => !ids.has(id))
    .map(({ username }) => username);
}
