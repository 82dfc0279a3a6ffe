import { assertEquals } from "@std/assert";
import type { PresenceReport, Room } from "./protocol.ts";
import { syncMetricsOf } from "./sync_metrics.ts";

const FIGURES = { attempts: 4, successes: 3, averageSyncDelta: 0.02 };

function roomOf(...ids: string[]): Room {
  return {
    id: "r",
    epoch: "e",
    rev: 1,
    video: null,
    timeline: {
      videoId: null,
      playing: false,
      position: 0,
      rate: 1,
      at: 0,
      by: null,
    },
    gate: null,
    host: ids[0] ?? null,
    settings: { control: "host", waitForAll: true },
    members: ids.map((id) => ({
      id,
      username: id.toUpperCase(),
      avatarUrl: null,
      joinedAt: 0,
      goneAt: null,
      isHidden: false,
    })),
    queue: [],
    lastAction: null,
  };
}

Deno.test("[S23] all members' figures, in the room's order; who has told none is left out", () => {
  const presence: Record<string, PresenceReport> = {
    ben: {
      status: "active",
      driftMs: -12,
      networkQuality: "fair",
      sync: { ...FIGURES, lastSyncAt: 7 },
    },
    ann: { status: "active", sync: FIGURES },
    cat: { status: "away" },
    zed: { status: "active", sync: FIGURES },
  };
  const metrics = syncMetricsOf({
    room: roomOf("ann", "ben", "cat", "dan"),
    presence,
  });
  assertEquals(metrics, {
    ann: { ...FIGURES, username: "ANN", driftMs: null, quality: "good" },
    ben: {
      ...FIGURES,
      lastSyncAt: 7,
      username: "BEN",
      driftMs: -12,
      quality: "fair",
    },
  });
  assertEquals(Object.keys(metrics), ["ann", "ben"]);
  assertEquals(syncMetricsOf({ room: null, presence }), {});
});
