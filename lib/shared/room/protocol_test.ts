import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import * as v from "valibot";
import {
  MAX_CLOCK_MS,
  MAX_DRIFT_MS,
  MAX_FIRST_FRAME_MS,
  MAX_ID_LENGTH,
  MAX_MESSAGE_BYTES,
  MAX_RTT_MS,
} from "../limits.ts";
import {
  ClientMessage,
  Command,
  Id,
  parseClientMessage,
  parseServerMessage,
  PresenceReport,
} from "./protocol.ts";

/** Inputs of each property. Source: the issue, "decoder (50,000 inputs)". */
const INPUTS = 50_000;

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
  // JSON knows no negative zero.
  .map((number) => number + 0);
const clock = fc.double({ min: -MAX_CLOCK_MS, max: MAX_CLOCK_MS, noNaN: true })
  .map((number) => number + 0);
const upTo = (max: number, min = 0) =>
  fc.double({ min, max, noNaN: true }).map((number) => number + 0);
const id = fc.stringMatching(
  new RegExp(`^[A-Za-z0-9_.:-]{1,${MAX_ID_LENGTH}}$`),
);
const videoId = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
const rev = fc.nat();

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constantFrom<Command>(
    { type: "play" },
    { type: "pause" },
    { type: "continue" },
    { type: "sort_queue" },
  ),
  fc.record({ type: fc.constant("seek"), position: finite }),
  fc.record({
    type: fc.constant("rate"),
    rate: fc.double({ min: 0.25, max: 2, noNaN: true }),
  }),
  fc.record({ type: fc.constantFrom("load", "suggest"), videoId }),
  fc.record({ type: fc.constant("hand_over"), to: id }),
  fc.record({ type: fc.constant("ask_back"), plays: fc.boolean() }),
  fc.record({
    type: fc.constant("vote"),
    itemId: id,
    isFor: fc.boolean(),
  }),
  fc.record({
    type: fc.constantFrom("remove_member", "share_remote", "take_remote"),
    memberId: id,
  }),
  fc.record({
    type: fc.constant("set_control"),
    control: fc.constantFrom("host", "everyone"),
  }),
  fc.record({ type: fc.constant("set_wait"), waitForAll: fc.boolean() }),
  fc.record({ type: fc.constantFrom("play_item", "remove_item"), itemId: id }),
  fc.record({ type: fc.constant("move_item"), itemId: id, to: fc.nat() }),
) as fc.Arbitrary<Command>;

const report = fc.record({
  status: fc.constantFrom("active", "inactive", "away"),
  playbackState: fc.record({
    isPlaying: fc.boolean(),
    currentTime: upTo(MAX_CLOCK_MS / 1000),
    buffering: fc.boolean(),
  }),
  networkQuality: fc.constantFrom("good", "fair", "poor"),
  driftMs: upTo(MAX_DRIFT_MS, -MAX_DRIFT_MS),
  rttMs: upTo(MAX_RTT_MS),
  lastActive: clock,
  player: fc.record({
    engine: fc.constantFrom("hls", "playkit"),
    firstFrameMs: upTo(MAX_FIRST_FRAME_MS),
    stalls: rev,
  }, { requiredKeys: ["engine", "stalls"] }),
}, { requiredKeys: ["status"] });

const message = fc.oneof(
  fc.record({ type: fc.constant("command"), id, epoch: id, rev, command }),
  fc.record({ type: fc.constant("ping"), t0: clock }),
  fc.record({ type: fc.constant("report"), report }),
  fc.record({ type: fc.constant("ready"), rev }),
  fc.record({ type: fc.constantFrom("stalled", "resync", "leave") }),
) as fc.Arbitrary<ClientMessage>;

/** Bytes as an enemy would choose them: nonsense, and messages with something changed. */
const hostile = fc.oneof(
  fc.string(),
  fc.json(),
  fc.string({ unit: "binary" }),
  message.map((one) => JSON.stringify(one).slice(0, -1)),
  fc.tuple(message, fc.anything()).map(([one, other]) => {
    const names = Object.keys(one);
    const name = names[names.length - 1] ?? "type";
    return safeJson({ ...one, [name]: other });
  }),
  fc.tuple(message, fc.string(), fc.anything()).map(([one, name, other]) =>
    safeJson({ ...one, [name]: other })
  ),
  fc.tuple(message, fc.integer({ min: 0, max: 200 }), fc.string()).map(
    ([one, at, text]) => {
      const json = JSON.stringify(one);
      return json.slice(0, at) + text + json.slice(at + text.length);
    },
  ),
);

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    // Cycles and big integers have no JSON.
    return "{";
  }
}

Deno.test("[R23] every message comes through as it was sent", () => {
  fc.assert(
    fc.property(message, (sent) => {
      const parsed = parseClientMessage(JSON.stringify(sent));
      assert(parsed.ok, parsed.ok ? "" : parsed.error);
      assertEquals(JSON.stringify(parsed.message), JSON.stringify(sent));
    }),
    { numRuns: INPUTS / 5 },
  );
});

Deno.test("[R23] no bytes make the decoder throw, and what it lets pass is what the schema says", () => {
  let passed = 0;
  fc.assert(
    fc.property(hostile, (text) => {
      const parsed = parseClientMessage(text);
      if (!parsed.ok) {
        assert(parsed.error.length > 0);
        return;
      }
      passed++;
      assert(v.is(ClientMessage, parsed.message));
      // Nothing is added, nothing is lost: the same text would come out again.
      assertEquals(
        sorted(parsed.message),
        sorted(JSON.parse(text)),
      );
    }),
    { numRuns: INPUTS },
  );
  assert(passed > INPUTS / 100, "some get through");
});

Deno.test("[R23] the client's decoder does not throw either", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const parsed = parseServerMessage(text);
      assert(parsed === null || typeof parsed.type === "string");
    }),
    { numRuns: INPUTS / 5 },
  );
});

Deno.test("[R23] nothing but finite numbers in bounds gets through", () => {
  const numbers = ["1e999", "-1e999", "NaN", "null", '"5"', "[]", "{}", "true"];
  for (const number of numbers) {
    for (
      const text of [
        `{"type":"ping","t0":${number}}`,
        `{"type":"ready","rev":${number}}`,
        `{"type":"command","id":"a","epoch":"e","rev":1,"command":{"type":"seek","position":${number}}}`,
        `{"type":"command","id":"a","epoch":"e","rev":1,"command":{"type":"rate","rate":${number}}}`,
        `{"type":"report","report":{"status":"active","driftMs":${number}}}`,
      ]
    ) assertEquals(parseClientMessage(text).ok, false, text);
  }
  for (const rate of [0, 0.2, 2.1, -1, 1e308]) {
    assertEquals(v.is(Command, { type: "rate", rate }), false, `${rate}`);
  }
  for (const to of [-1, 0.5, 2 ** 53]) {
    const move = { type: "move_item", itemId: "a", to };
    assertEquals(v.is(Command, move), false, `${to}`);
  }
});

Deno.test("[R23] names of prototypes are refused and change nothing", () => {
  for (const name of ["__proto__", "constructor", "prototype", "toString"]) {
    const text =
      `{"type":"report","report":{"status":"active","${name}":{"polluted":1}}}`;
    assertEquals(parseClientMessage(text).ok, false, name);
  }
  assertEquals("polluted" in {}, false);
  assert(!v.is(PresenceReport, JSON.parse('{"__proto__":{"status":"away"}}')));
});

Deno.test("[R43] an id is of letters that no encoding makes longer", () => {
  for (const bad of ["\u0000", "ü", " ", '"', "\\", "<", "🦆", "a/b", ""]) {
    assertEquals(v.is(Id, bad), false, JSON.stringify(bad));
  }
  const long = "x".repeat(MAX_ID_LENGTH);
  assert(v.is(Id, long));
  assert(!v.is(Id, `${long}x`));
  for (const good of [crypto.randomUUID(), "123456789012345678", "1s-ab.c:d"]) {
    assert(v.is(Id, good), good);
  }
});

Deno.test("[R42] what a viewer tells of itself is of a size that arithmetic survives", () => {
  const tells = (part: Record<string, unknown>) =>
    v.is(PresenceReport, { status: "active", ...part });
  for (const driftMs of [1.7e308, -1.7e308, 1e9, Infinity, NaN]) {
    assertEquals(tells({ driftMs }), false, `${driftMs}`);
  }
  for (const rttMs of [1e308, 10_001, -1, Infinity]) {
    assertEquals(tells({ rttMs }), false, `${rttMs}`);
  }
  for (const currentTime of [1e308, -1, 1e12]) {
    const playbackState = { isPlaying: true, currentTime, buffering: false };
    assertEquals(tells({ playbackState }), false, `${currentTime}`);
  }
  for (const lastActive of [1e308, -1e15]) {
    assertEquals(tells({ lastActive }), false, `${lastActive}`);
  }
  const sync = { attempts: 1, successes: 1, averageSyncDelta: 1e308 };
  assertEquals(tells({ sync }), false);
  assert(tells({ driftMs: -90_000, rttMs: 812.5, lastActive: Date.now() }));
});

Deno.test("[R23] the largest honest message fits into 4 KiB", () => {
  const id = "m".repeat(MAX_ID_LENGTH);
  const text = JSON.stringify({
    type: "command",
    id,
    epoch: id,
    rev: Number.MAX_SAFE_INTEGER,
    command: { type: "move_item", itemId: id, to: Number.MAX_SAFE_INTEGER },
  });
  assert(parseClientMessage(text).ok);
  assert(new TextEncoder().encode(text).length < MAX_MESSAGE_BYTES);
});

function sorted(value: unknown): string {
  return JSON.stringify(
    value,
    (_, inner) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort())
        : inner,
  );
}
