/**
 * What this viewer's page says of itself in a word or two: one state at a
 * time, from everything that may be so at once.
 * @module
 */
import type { Phase } from "../model/session.ts";
import type { SyncState, ViewerStatus } from "../model/screen.ts";
import { isOver } from "./remote.ts";

/** What {@linkcode viewerStatusOf} decides from. */
export interface StatusSources {
  phase: Phase["step"];
  sync: Pick<SyncState, "status" | "isAway">;
  hasVideo: boolean;
  hasFailed: boolean;
  /** Members whom the room waits for, by id. */
  waitingFor: readonly string[];
  /** The room plays. */
  playing: boolean;
  /** Seconds that are left of the video. */
  leftS: number;
  /** Who moved the timeline last, a member's id. */
  by: string | null;
}

/**
 * The first that is so: what keeps a viewer from the room, then what the
 * viewer chose, then what the room does, then how well they follow it.
 * @see SPEC U65
 */
export function viewerStatusOf(now: StatusSources): ViewerStatus {
  if (now.phase === "failed") return { kind: "failed" };
  if (now.phase !== "ready") return { kind: "joining" };
  if (now.sync.status === "reconnecting") return { kind: "reconnecting" };
  if (!now.hasVideo) return { kind: "nothing_on" };
  if (now.sync.isAway) return { kind: "paused_here" };
  if (now.hasFailed) return { kind: "failed" };
  if (now.waitingFor.length > 0) {
    return { kind: "waiting", for: now.waitingFor };
  }
  if (isOver(now.leftS)) return { kind: "ended" };
  if (!now.playing) return { kind: "paused", by: now.by };
  switch (now.sync.status) {
    case "in_sync":
    case "catching_up":
      return { kind: now.sync.status };
    case "idle":
    case "loading":
      return { kind: "loading" };
  }
}
