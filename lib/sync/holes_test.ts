import { assert, assertEquals } from "@std/assert";
import {
  createSimulatedDevice,
  IDEAL,
  runningSince,
  type SimulatedDevice,
} from "../../tests/support/simulated_device.ts";
import { seededRandom } from "../../tests/support/seeded_random.ts";
import { noteHole, pastHoles } from "./holes.ts";

/** Room time at the device's zero, ms. */
const ROOM_MS = 1_000_000;
/** Where the media of these devices lacks eight seconds, s. */
const HOLE = { from: 20, to: 28 };

function device(how: "starves" | "skips"): SimulatedDevice {
  const sut = createSimulatedDevice(IDEAL, {
    random: seededRandom(1).next,
    roomNow: (nowMs) => ROOM_MS + nowMs,
    duration: 600,
  });
  sut.lack({ ...HOLE, how });
  sut.tell({ type: "loaded" });
  return sut;
}

function seeksOf(sut: SimulatedDevice, fromMs: number): number {
  return sut.asked.filter(({ effect, atMs }) =>
    effect.type === "seek" && atMs >= fromMs
  ).length;
}

Deno.test("[W31] who starves in a hole is put to the room's place until media is there", () => {
  const sut = device("starves");
  sut.tell({ type: "timeline", timeline: runningSince(ROOM_MS) });
  sut.runTo(19_000);
  const before = sut.asked.length;
  sut.runTo(36_000);
  assert(sut.isMoving);
  assert(Math.abs(sut.trueDriftMs()) < 20, `${sut.trueDriftMs()} ms`);
  // After 4 s at 24, after 4 more at 28.
  assert(seeksOf(sut, 19_000) <= 3, JSON.stringify(sut.asked.slice(before)));
});

Deno.test("[W31] data that never comes is asked for ever more rarely", () => {
  const sut = device("starves");
  sut.lack({ from: 20, to: 600, how: "starves" });
  sut.tell({ type: "timeline", timeline: runningSince(ROOM_MS) });
  sut.runTo(140_000);
  // 4, 4, 8, 15, 15 … seconds after each other.
  const seeks = seeksOf(sut, 19_000);
  assert(seeks >= 8 && seeks <= 10, `${seeks} seeks`);
});

Deno.test("[W30] who is taken over a hole waits at its end for the room, after one seek", () => {
  const sut = device("skips");
  sut.tell({ type: "timeline", timeline: runningSince(ROOM_MS) });
  sut.runTo(19_000);
  sut.runTo(24_000);
  assertEquals([sut.isMoving, sut.mediaTime], [false, 28]);
  sut.runTo(34_000);
  assert(sut.isMoving);
  assert(Math.abs(sut.trueDriftMs()) < 20, `${sut.trueDriftMs()} ms`);
  assert(seeksOf(sut, 19_000) <= 1, JSON.stringify(sut.asked));
});

Deno.test("[W30] a seek into a hole rests at its end, paused or until the room comes", () => {
  const sut = device("skips");
  const paused = { playing: false, position: 23, at: ROOM_MS };
  sut.tell({ type: "timeline", timeline: runningSince(ROOM_MS, paused) });
  sut.runTo(30_000);
  assertEquals([sut.isMoving, sut.mediaTime], [false, 28]);
  assertEquals(seeksOf(sut, 0), 1);
  // The room goes on from 23 s.
  const at = ROOM_MS + 30_200;
  sut.tell({ type: "timeline", timeline: runningSince(at, { position: 23 }) });
  sut.runTo(34_000);
  assertEquals([sut.isMoving, sut.mediaTime], [false, 28]);
  sut.runTo(37_000);
  assert(sut.isMoving);
  assert(Math.abs(sut.trueDriftMs()) < 20, `${sut.trueDriftMs()} ms`);
  assertEquals(seeksOf(sut, 0), 1);
});

Deno.test("[W30] who waits at the end of a hole follows a new pace and a new place of the room", () => {
  const sut = device("skips");
  sut.tell({ type: "timeline", timeline: runningSince(ROOM_MS) });
  sut.runTo(22_000);
  const faster = { position: 22.2, rate: 2, at: ROOM_MS + 22_200 };
  sut.tell({
    type: "timeline",
    timeline: runningSince(ROOM_MS + 22_200, faster),
  });
  // At twice the pace it is there at 25.1 s.
  sut.runTo(27_000);
  assert(sut.isMoving);
  assert(Math.abs(sut.trueDriftMs()) < 40, `${sut.trueDriftMs()} ms`);
  const back = { position: 5, at: ROOM_MS + 27_200 };
  sut.tell({
    type: "timeline",
    timeline: runningSince(ROOM_MS + 27_200, back),
  });
  sut.runTo(30_000);
  assert(sut.isMoving && sut.mediaTime < 10);
});

Deno.test("[W30] a wait that ends where it began is no hole", () => {
  const sut = device("starves");
  sut.lack({ from: 1000, to: 1001, how: "starves" });
  sut.tell({ type: "timeline", timeline: runningSince(ROOM_MS) });
  sut.runTo(10_000);
  sut.stall(3000);
  sut.runTo(20_000);
  assertEquals(sut.state.holes, []);
  assert(Math.abs(sut.trueDriftMs()) < 20, `${sut.trueDriftMs()} ms`);
});

Deno.test("[W30] holes that touch are one, and the newest say where media goes on", () => {
  const first = noteHole([], { from: 10, to: 18 });
  assertEquals(pastHoles(first, 9.9), 9.9);
  assertEquals(pastHoles(first, 10), 18);
  assertEquals(pastHoles(first, 18), 18);
  const both = noteHole(first, { from: 8, to: 16 });
  assertEquals(both, [{ from: 8, to: 16 }]);
  const many = Array.from({ length: 40 }, (_, i) => ({
    from: 10 * i,
    to: 10 * i + 1,
  })).reduce(noteHole, noteHole([], { from: 500, to: 501 }));
  assert(many.length <= 16);
  assertEquals(pastHoles(many, 390.5), 391);
});
