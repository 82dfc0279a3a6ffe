import { assertEquals } from "@std/assert";
import type { PresenceReport } from "../../../shared/room/protocol.ts";
import { createHubTelemetry } from "./measure.ts";
import { NO_TELEMETRY, type Telemetry } from "../../telemetry/metrics.ts";

function recording() {
  const told: unknown[] = [];
  const telemetry: Telemetry = {
    ...NO_TELEMETRY,
    isOn: true,
    count: (...given) => told.push(given),
    record: (...given) => told.push(given),
  };
  const hub = createHubTelemetry({ telemetry, rooms: new Map() });
  return { hub, told };
}

const playing = (driftMs: number, engine?: "hls" | "playkit") => ({
  status: "active",
  driftMs,
  playbackState: { isPlaying: true, currentTime: 1, buffering: false },
  ...(engine ? { player: { engine, stalls: 0 } } : {}),
} satisfies PresenceReport);

Deno.test("[O31] first pictures and stalls are told as they come; a page that comes back tells nothing twice", () => {
  const { hub, told } = recording();
  const say = (id: string, player?: PresenceReport["player"]) =>
    hub.reported(id, { status: "active", ...(player ? { player } : {}) });
  say("a");
  say("a", { engine: "hls", stalls: 0 });
  say("a", { engine: "hls", stalls: 0, firstFrameMs: 800 });
  say("a", { engine: "hls", stalls: 2, firstFrameMs: 800 });
  assertEquals(told, [
    ["cowatch.first_frame", 800, { engine: "hls" }],
    ["cowatch.stalls", { engine: "hls" }],
    ["cowatch.stalls", { engine: "hls" }],
  ]);
  // Another connection of that page: what it has told is told.
  say("b", { engine: "hls", stalls: 2, firstFrameMs: 800 });
  assertEquals(told.length, 3);
  say("b", { engine: "hls", stalls: 3, firstFrameMs: 500 });
  assertEquals(told.slice(3), [
    ["cowatch.first_frame", 500, { engine: "hls" }],
    ["cowatch.stalls", { engine: "hls" }],
  ]);
  // Whoever lies of thousands counts for five.
  say("b", { engine: "hls", stalls: 9_000, firstFrameMs: 500 });
  assertEquals(told.length, 10);
});

Deno.test("[O31] skew is told for all and by engine, where two of it play", () => {
  const { hub, told } = recording();
  hub.room([playing(0, "hls"), playing(40, "hls"), playing(100, "playkit")]);
  assertEquals(told, [
    ["cowatch.skew.p50", 60, { engine: "all" }],
    ["cowatch.skew.p95", 100, { engine: "all" }],
    ["cowatch.skew.p50", 40, { engine: "hls" }],
    ["cowatch.skew.p95", 40, { engine: "hls" }],
  ]);
  told.length = 0;
  hub.room([playing(0), playing(7)]);
  assertEquals(told.length, 2);
  hub.room([playing(0)]);
  assertEquals(told.length, 2);
});

Deno.test("[O31] sockets that the server gives up are evictions; who goes, or is sent away by a restart, is none", () => {
  const { hub, told } = recording();
  for (const why of [null, "left", "restart", "slow", "bad_message"] as const) {
    hub.closed(why);
  }
  assertEquals(told, [
    ["cowatch.evictions", { why: "slow" }],
    ["cowatch.evictions", { why: "bad_message" }],
  ]);
});
