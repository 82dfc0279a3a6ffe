import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import * as v from "valibot";
import {
  MAX_CLOCK_MS,
  MAX_DRIFT_MS,
  MAX_ID_LENGTH,
  MAX_PROGRAMME_S,
  MAX_RTT_MS,
} from "../limits.ts";
import { ClientMessage } from "./protocol.ts";
import { quickGuard } from "./quick_guard.ts";

const isClientMessage = quickGuard(ClientMessage);

const commands = [
  { type: "play" },
  { type: "seek", position: 12.5 },
  { type: "rate", rate: 1.25 },
  { type: "load", videoId: "0_v1" },
  { type: "hand_over", to: "900000000000000001" },
  { type: "set_control", control: "everyone" },
  { type: "set_wait", waitForAll: false },
  { type: "move_item", itemId: "i1", to: 3 },
  { type: "undo", rev: 7 },
  { type: "ask_remote" },
];

const report = {
  status: "away",
  playbackState: { isPlaying: true, currentTime: 61.04, buffering: false },
  networkQuality: "fair",
  driftMs: -12.5,
  rttMs: 31,
  sync: { attempts: 4, successes: 3, averageSyncDelta: 0.02, lastSyncAt: 1e12 },
  trouble: "paused_here",
  reaction: { kind: "heart", count: 2 },
  lastActive: 1e12,
  player: { engine: "hls", firstFrameMs: 350, stalls: 0 },
};

const media = [
  { kind: "recorded", duration: 61 },
  { kind: "live", to: 1e9, at: 1e12, span: 60, holdBack: 9, moves: "both" },
];

const messages: readonly Json[] = [
  ...commands.map((command) => ({
    type: "command",
    id: "c1",
    epoch: "e-1",
    rev: 4,
    command,
  })),
  ...media.map((media) => ({
    type: "report",
    report: { ...report, media: { videoId: "0_v1", media } },
  })),
  { type: "report", report: { status: "active" } },
  { type: "ping", t0: 17.25 },
  { type: "ready", rev: 4 },
  { type: "stalled" },
  { type: "resync" },
  { type: "leave" },
];

type Json = Record<string, unknown>;

/** Values at and beside every bound of a message. */
const edges = fc.oneof(
  fc.constantFrom<unknown>(
    ...[0, -0, -1, 0.5, 1, 2 ** 53, Infinity, -Infinity, null, true, "", "5"],
    ...[[], {}, "good", "active", "play", "ping", "recorded", "live", "ä"],
    ...[MAX_CLOCK_MS, MAX_DRIFT_MS, MAX_PROGRAMME_S, MAX_RTT_MS]
      .flatMap((bound) => [bound, bound + 1, -bound, -bound - 1]),
    "x".repeat(MAX_ID_LENGTH),
    "x".repeat(MAX_ID_LENGTH + 1),
  ),
  fc.jsonValue(),
);

/** A message with one of its parts replaced, left out or added. */
const spoiled = fc.tuple(
  fc.constantFrom(...messages),
  fc.nat(),
  fc.constantFrom("replace", "leave out", "add"),
  fc.oneof(fc.constantFrom("__proto__", "host", "type", "rev"), fc.string()),
  edges,
).map(([message, at, how, name, value]) => {
  const copy = structuredClone(message);
  const places = placesIn(copy);
  const place = places[at % places.length];
  if (place && how === "replace") place.of[place.name] = value;
  if (place && how === "leave out") delete place.of[place.name];
  if (place && how === "add") {
    const own = { value, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(place.of, name, own);
  }
  return copy;
});

function placesIn(of: Json): { of: Json; name: string }[] {
  return Object.entries(of).flatMap(([name, part]) => [
    { of, name },
    ...typeof part === "object" && part !== null ? placesIn(part as Json) : [],
  ]);
}

Deno.test("[R23] the quick guard and the schema agree on every message, and on each that is a little wrong", () => {
  const seen = { good: 0, bad: 0 };
  for (const message of messages) {
    assert(v.is(ClientMessage, message), JSON.stringify(message));
    assert(isClientMessage(message), JSON.stringify(message));
  }
  fc.assert(
    fc.property(spoiled, (value) => {
      const isGood = v.is(ClientMessage, value);
      seen[isGood ? "good" : "bad"]++;
      assertEquals(isClientMessage(value), isGood);
    }),
    { numRuns: 50_000 },
  );
  assert(seen.good > 1000 && seen.bad > 1000, JSON.stringify(seen));
});

Deno.test("[R23] what is no message at all is none to the quick guard", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      assertEquals(isClientMessage(value), v.is(ClientMessage, value));
    }),
    { numRuns: 10_000 },
  );
});

Deno.test("[R23] no quick guard is made of a schema that would be half understood", () => {
  const schemas = [
    v.object({ type: v.literal("loose") }),
    v.pipe(v.string(), v.trim()),
    v.pipe(v.string(), v.regex(/a/g)),
    v.strictObject({ a: v.optional(v.string(), "default") }),
    v.pipe(v.number(), v.check((value) => value > 1)),
  ];
  for (const schema of schemas) {
    assertThrows(() => quickGuard<unknown>(schema), RangeError);
  }
});
