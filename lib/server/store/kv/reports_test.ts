import { assert, assertEquals } from "@std/assert";
import type { PresenceReport } from "../../../shared/room/protocol.ts";
import type { Reports } from "../peers.ts";
import {
  createToldReports,
  REPORT_TTL_MS,
  type Shard,
  SHARD_REPORTS,
} from "./reports.ts";

const LARGE: PresenceReport = {
  status: "inactive",
  playbackState: {
    isPlaying: true,
    currentTime: 1234567.890123456,
    buffering: false,
  },
  networkQuality: "good",
  driftMs: -12345.678901234567,
  rttMs: 1234.567890123456,
  sync: {
    attempts: Number.MAX_SAFE_INTEGER,
    successes: Number.MAX_SAFE_INTEGER,
    averageSyncDelta: 0.12345678901234567,
    lastSyncAt: 1800000000000.123,
  },
  trouble: "cannot_play",
  lastActive: 1800000000000.123,
};

function crowd(size: number, from = 0): Reports {
  return Object.fromEntries(
    Array.from({ length: size }, (_, n) => [
      String(10n ** 17n + BigInt(from + n)),
      LARGE,
    ]),
  );
}

Deno.test("[K19] a thousand who report fit, in pieces that each fit into a value", async () => {
  const told = createToldReports(() => 0);
  const shards = told.add(crowd(1000));
  const kv = await Deno.openKv(":memory:");
  try {
    const heard = new Map<string, unknown>();
    for (const { index, reports } of shards) {
      assert(Object.keys(reports).length <= SHARD_REPORTS);
      // KV itself says whether it fits.
      await kv.set(["shard", index], reports);
      for (const [id, one] of Object.entries(reports)) heard.set(id, one);
    }
    assertEquals(heard.size, 1000);
    assertEquals(shards.length, new Set(shards.map((one) => one.index)).size);
  } finally {
    kv.close();
  }
});

Deno.test("[K19] one who reports touches one piece, with all that is still true in it", () => {
  const told = createToldReports(() => 0);
  const find = (shards: Shard[], id: string) =>
    shards.find(({ reports }) => id in reports);
  const [id = ""] = Object.keys(crowd(1));
  const before = find(told.add(crowd(250)), id);
  const news = told.add({ [id]: { status: "away" } });
  assertEquals(news.length, 1);
  assertEquals(
    Object.keys(news[0]?.reports ?? {}).sort(),
    Object.keys(before?.reports ?? {}).sort(),
  );
  assertEquals(news[0]?.reports[id], { status: "away" });
});

Deno.test("[K19] what somebody said who has left is not passed on for long", () => {
  let nowMs = 0;
  const told = createToldReports(() => nowMs);
  told.add(crowd(250));
  nowMs = REPORT_TTL_MS - 1;
  assertEquals(told.isOver, false);
  told.add(crowd(1, 1000));
  nowMs++;
  const shards = told.add(crowd(1, 1000));
  assertEquals(shards.flatMap(({ reports }) => Object.keys(reports)), [
    String(10n ** 17n + 1000n),
  ]);
  nowMs += REPORT_TTL_MS;
  assertEquals(told.isOver, true);
});
