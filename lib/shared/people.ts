/**
 * What a room says of the people in it.
 * @module
 */
import type { Member, PresenceReport, Room } from "./protocol.ts";

/** The member whose controls count; `null` in an empty room. */
export function hostOf(room: Room | null): Member | null {
  return room?.members.find(({ id }) => id === room.host) ?? null;
}

/** How a member is doing, with the word that says so. */
export interface MemberStatus {
  kind: "watching" | "loading" | "background" | "away" | "gone";
  word: string;
}

const WORDS: Record<MemberStatus["kind"], string> = {
  watching: "Watching",
  loading: "Loading",
  background: "In the background",
  away: "Away",
  gone: "Reconnecting",
};

/** How a member is doing. @param report Their newest report, if there was one. */
export function statusOf(
  member: Member,
  report: PresenceReport | undefined,
): MemberStatus {
  const kind = kindOf(member, report);
  return { kind, word: WORDS[kind] };
}

function kindOf(
  member: Member,
  report: PresenceReport | undefined,
): MemberStatus["kind"] {
  if (member.goneAt !== null) return "gone";
  if (report?.status === "away") return "away";
  if (report?.status === "inactive") return "background";
  return report?.playbackState?.buffering ? "loading" : "watching";
}
