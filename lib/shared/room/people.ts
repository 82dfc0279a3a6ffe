/**
 * What a room says of the people in it.
 * @module
 */
import type { UserPresence } from "./presence.ts";
import type { Member, Room } from "./protocol.ts";
import { t } from "../texts.ts";

/** The member whose controls count; `null` in an empty room. */
export function hostOf(room: Room | null): Member | null {
  return room?.members.find(({ id }) => id === room.host) ?? null;
}

/** How a member is doing, with the word that says so. */
export interface MemberStatus {
  kind:
    | "watching"
    | "behind"
    | "loading"
    | "failed"
    | "paused"
    | "other"
    | "background"
    | "away"
    | "gone";
  word: string;
}

/** Drift from which a person sees something else than the room, ms. Source: docs/design.md, "Sync", quality below `good`. */
const BEHIND_MS = 500;

/**
 * How a member is doing.
 * @param options `isPlaying`: the room plays, so that who does not move watches.
 * @see SPEC U66
 */
export function statusOf(
  person: UserPresence,
  { isPlaying }: { isPlaying: boolean },
): MemberStatus {
  const isWatching = isPlaying && person.status === "away";
  const kind = kindOf(isWatching ? { ...person, status: "active" } : person);
  return { kind, word: t().member[kind] };
}

function kindOf(
  { status, playbackState, driftMs = 0, trouble }: UserPresence,
): MemberStatus["kind"] {
  // Worth knowing even of who is away: they will not see it when they are back.
  if (status !== "gone" && trouble === "cannot_play") return "failed";
  switch (status) {
    case "gone":
      return "gone";
    case "away":
      return "away";
    case "inactive":
      return "background";
    case "active":
      if (trouble === "paused_here") return "paused";
      if (playbackState?.buffering) return "loading";
      if (trouble === "other_length") return "other";
      return playbackState?.isPlaying && Math.abs(driftMs) >= BEHIND_MS
        ? "behind"
        : "watching";
  }
}
