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
    ann: { status: "active", networkQuality: "good", sync: FIGURES },
    cat: { status: "away" },
    // Without a word on the line, nothing is made up.
    dan: { status: "active", sync: FIGURES },
    zed: { status: "active", networkQuality: "good", sync: FIGURES },
  };
  const metrics = syncMetricsOf({
    room: roomOf("ann", "ben", "cat", "dan"),
    presence,
  });
  const told = {
    syncAttempts: 4,
    syncSuccesses: 3,
    averageSyncDelta: 0.02,
  };
  assertEquals([...metrics], [
    ["ann", {
      ...told,
      username: "ANN",
      lastSyncTime: null,
      networkQuality: "good",
      driftMs: null,
    }],
    ["ben", {
      ...told,
      username: "BEN",
      lastSyncTime: 7,
      networkQuality: "fair",
      driftMs: -12,
    }],
  ]);
  assertEquals(syncMetricsOf({ room: null, presence }).size, 0);
});
