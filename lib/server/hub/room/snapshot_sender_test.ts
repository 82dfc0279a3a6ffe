/** Rooms in memory that come back from what their members carried. */
import { assert, assertEquals } from "@std/assert";
import { copyOf } from "../../../room/document/restoring.ts";
import { HOST_GRACE_MS } from "../../../shared/limits.ts";
import { plainSnapshots } from "../../../../tests/support/plain_snapshots.ts";
import { seededRandom } from "../../../../tests/support/seeded_random.ts";
import {
  type HubVisitor,
  startHub,
} from "../../../../tests/support/virtual_hub.ts";
import {
  RESTORE_WINDOW_MS,
  SNAPSHOT_CARRIERS,
  SNAPSHOT_EVERY_MS,
} from "./limits.ts";
import type { Snapshots } from "./snapshot.ts";

/** Signs later with each copy. */
function copies(): Snapshots {
  let signed = 0;
  return plainSnapshots(() => ++signed);
}

/** Puts something on that is worth carrying. */
function play(host: HubVisitor) {
  host.tell({ type: "set_wait", waitForAll: false });
  host.tell({ type: "load", videoId: "v1" });
}

let lives = 0;

/** A server after a restart: its words are its own. */
function start(snapshots: Snapshots) {
  const random = seededRandom(++lives);
  return startHub({ snapshots, newId: random.word });
}

/** People who stay, whatever time passes. */
async function watch(
  { advance }: { advance(ms: number): Promise<void> },
  people: HubVisitor[],
  ms: number,
) {
  for (let at = 0; at < ms; at += 1000) {
    for (const one of people) one.say({ type: "ping", t0: at });
    await advance(Math.min(1000, ms - at));
  }
}

Deno.test("[R28] a room lost in a restart comes back from the copy that a client carries", async () => {
  const snapshots = copies();
  const before = start(snapshots);
  const ann = await before.enter("ann");
  play(ann);
  await before.advance(0);
  ann.tell({ type: "seek", position: 40 });
  await before.advance(SNAPSHOT_EVERY_MS);
  const { snapshot } = ann.socket.last("snapshot");
  const { epoch, rev } = ann.version();

  const after = start(snapshots);
  const back = await after.enter("ann", { snapshot });
  const { room } = back.socket.last("welcome");
  assertEquals([room.video?.id, room.host], ["v1", "ann"]);
  assertEquals(room.timeline.position, 40);
  assert(room.epoch !== epoch);
  assert(room.rev > rev);
  // Who comes second finds the room, whatever old copy they bring.
  const old = ann.socket.all("snapshot")[0]?.snapshot ?? "";
  const ben = await after.enter("ben", { snapshot: old });
  assertEquals(ben.socket.last("welcome").room.timeline.position, 40);
});

Deno.test("[R46] after a restart the newest copy within the first seconds wins: no former host", async () => {
  const snapshots = copies();
  const before = start(snapshots);
  const mallory = await before.enter("mallory");
  const ann = await before.enter("ann");
  const ben = await before.enter("ben");
  mallory.tell({ type: "suggest", videoId: "v2" });
  await watch(before, [mallory, ann, ben], SNAPSHOT_EVERY_MS);
  const old = mallory.socket.last("snapshot").snapshot;
  mallory.tell({ type: "hand_over", to: "ann" });
  await before.advance(0);
  play(ann);
  await watch(before, [mallory, ann, ben], SNAPSHOT_EVERY_MS + 1000);
  const newest = ann.socket.last("snapshot").snapshot;

  const after = start(snapshots);
  const first = await after.enter("mallory", { snapshot: old });
  assertEquals(first.socket.last("welcome").room.host, "mallory");
  await watch(after, [first], 3000);
  const back = await after.enter("ann", { snapshot: newest });
  const { room } = back.socket.last("welcome");
  assertEquals([room.host, room.video?.id], ["ann", "v1"]);
  assertEquals(
    room.members.map(({ id, goneAt }) => [id, goneAt]).sort(),
    [["ann", null], ["mallory", null]],
  );
  // Everybody else is told at once, and nothing older changes it again.
  assertEquals(first.socket.last("welcome").room.host, "ann");
  const again = await after.enter("mallory", { snapshot: old });
  assertEquals(again.socket.last("welcome").room.host, "ann");
});

Deno.test("[R46] who comes first without a copy is host for some seconds only", async () => {
  const snapshots = copies();
  const before = start(snapshots);
  const ann = await before.enter("ann");
  await before.enter("ben");
  play(ann);
  await watch(before, [ann], SNAPSHOT_EVERY_MS + 1000);
  const { snapshot } = ann.socket.last("snapshot");

  const after = start(snapshots);
  const ben = await after.enter("ben");
  assertEquals(ben.socket.last("welcome").room.host, "ben");
  await after.advance(5000);
  // Ann's copy is brought by another carrier: she is awaited as host.
  await after.enter("cat", { snapshot });
  const { room } = ben.socket.last("welcome");
  assertEquals([room.host, room.video?.id], ["ann", "v1"]);
  await watch(after, [ben], HOST_GRACE_MS + 500);
  assertEquals(ben.socket.all("patch").at(-1)?.patch.host ?? "ben", "ben");
});

Deno.test("[R46] a copy that comes later than the first seconds changes nothing", async () => {
  const snapshots = copies();
  const before = start(snapshots);
  const ann = await before.enter("ann");
  play(ann);
  await watch(before, [ann], SNAPSHOT_EVERY_MS + 1000);
  const { snapshot } = ann.socket.last("snapshot");

  const after = start(snapshots);
  const ben = await after.enter("ben");
  ben.tell({ type: "suggest", videoId: "v2" });
  await watch(after, [ben], RESTORE_WINDOW_MS);
  const back = await after.enter("ann", { snapshot });
  assertEquals(back.socket.last("welcome").room.host, "ben");
  assertEquals(back.socket.last("welcome").room.video, null);
});

Deno.test("[R74] where nothing has been picked since, a copy restores the room however late", async () => {
  const snapshots = copies();
  const before = start(snapshots);
  const ann = await before.enter("ann");
  play(ann);
  await watch(before, [ann], SNAPSHOT_EVERY_MS + 1000);
  const { snapshot } = ann.socket.last("snapshot");

  const after = start(snapshots);
  const ben = await after.enter("ben");
  await watch(after, [ben], 5 * RESTORE_WINDOW_MS);
  await after.enter("ann", { snapshot });
  const { room } = ben.socket.last("welcome");
  assertEquals([room.host, room.video?.id], ["ann", "v1"]);
});

Deno.test("[R74] a copy restores the room also where several came at one instant before it", async () => {
  const snapshots = copies();
  const before = start(snapshots);
  const ann = await before.enter("ann");
  play(ann);
  await watch(before, [ann], SNAPSHOT_EVERY_MS + 1000);
  const { snapshot } = ann.socket.last("snapshot");

  const after = start(snapshots);
  const [ben] = await Promise.all(
    ["ben", "cat", "dan"].map((id) => after.enter(id)),
  );
  assert(ben);
  await after.enter("ann", { snapshot });
  const { room } = ben.socket.last("welcome");
  assertEquals([room.host, room.video?.id], ["ann", "v1"]);
});

Deno.test("[R46] a copy of a room that a newer one has replaced does not come back", async () => {
  const snapshots = copies();
  const before = start(snapshots);
  const ann = await before.enter("ann");
  play(ann);
  await watch(before, [ann], SNAPSHOT_EVERY_MS + 1000);
  const { snapshot } = ann.socket.last("snapshot");

  const after = start(snapshots);
  const ben = await after.enter("ben");
  ben.tell({ type: "suggest", videoId: "v2" });
  await after.advance(1000);
  // Signed later than Ann's, and of the room that Ann's copy replaces.
  const mistaken = ben.socket.last("snapshot").snapshot;
  await after.enter("ann", { snapshot });
  const cat = await after.enter("cat", { snapshot: mistaken });
  assertEquals(cat.socket.last("welcome").room.host, "ann");
});

Deno.test("[R47] the host and two others carry copies; who goes is followed by another", async () => {
  const hub = startHub({ snapshots: copies() });
  const people: HubVisitor[] = [];
  for (let n = 0; n < 50; n++) people.push(await hub.enter(`p${n}`));
  const [host, second, third, fourth] = people;
  assert(host && second && third && fourth);
  play(host);
  await watch(hub, people, SNAPSHOT_EVERY_MS + 1000);
  const carriers = () =>
    people.filter(({ socket }) => socket.all("snapshot").length > 0);
  assertEquals(carriers(), [host, second, third]);
  assertEquals(carriers().length, SNAPSHOT_CARRIERS);
  second.vanish();
  await watch(hub, people, SNAPSHOT_EVERY_MS);
  assertEquals(carriers(), [host, second, third, fourth]);
  host.tell({ type: "hand_over", to: "p40" });
  await watch(hub, people, SNAPSHOT_EVERY_MS);
  assertEquals(people[40]?.socket.all("snapshot").length, 1);
});

Deno.test("[R47] in a lively room a copy is made every 5 s, after the changes are delivered", async () => {
  let signed = 0;
  const plain = copies();
  const { enter, advance } = startHub({
    snapshots: {
      ...plain,
      sign(room) {
        signed++;
        return plain.sign(room);
      },
    },
  });
  const ann = await enter("ann");
  play(ann);
  await advance(6000);
  const before = signed;
  for (let n = 0; n < 100; n++) {
    ann.tell({ type: "seek", position: n });
    const signedNow = signed;
    await advance(0);
    assertEquals(ann.socket.last("patch").patch.timeline?.position, n);
    assertEquals(signed, signedNow, "nothing is signed on the way");
    await advance(200);
  }
  assert(signed - before <= 5, `${signed - before} copies in 20 s`);
  // What came last is in the last one.
  await advance(SNAPSHOT_EVERY_MS);
  const { room } = JSON.parse(ann.socket.last("snapshot").snapshot);
  assertEquals(room.timeline.position, 99);
});

Deno.test("[R47] before a shutdown the newest copy goes out once more", async () => {
  const { enter, advance, hub } = startHub({ snapshots: copies() });
  const ann = await enter("ann");
  play(ann);
  await advance(SNAPSHOT_EVERY_MS + 500);
  ann.tell({ type: "set_control", control: "everyone" });
  await advance(0);
  const drained = hub.drain();
  await advance(1000);
  await drained;
  const { room } = JSON.parse(ann.socket.last("snapshot").snapshot);
  assertEquals(room.settings.control, "everyone");
  const order = ann.socket.sent.map(({ type }) => type);
  // The good-bye comes first: who closes the sockets meanwhile cuts off no more than the copy.
  assert(order.includes("bye"));
  assert(order.lastIndexOf("snapshot") > order.indexOf("bye"));
});

Deno.test("[R48] a copy that cannot be read keeps nobody out", async () => {
  const { enter, logged } = startHub({ snapshots: copies() });
  const ann = await enter("ann", { snapshot: "{" });
  assertEquals(ann.socket.last("welcome").room.host, "ann");
  assertEquals(logged, ["snapshot_unreadable"]);
});

Deno.test("[R47] a copy does not grow with the room", async () => {
  const { enter, store } = startHub({ snapshots: copies() });
  for (let n = 0; n < 100; n++) await enter(`p${n}`);
  const room = await store.load("r");
  assert(room);
  assertEquals(copyOf(room).members.map(({ id }) => id), ["p0"]);
});

Deno.test("[R47] a room that waits is copied when it has waited, one with nothing on not at all", async () => {
  const { enter, advance } = startHub({ snapshots: copies() });
  const ann = await enter("ann");
  await advance(6000);
  assertEquals(ann.socket.all("snapshot"), []);
  ann.tell({ type: "load", videoId: "v1" });
  await advance(3000);
  assertEquals(ann.socket.all("snapshot"), []);
  ann.say({ type: "ready", rev: ann.version().rev });
  await advance(1000);
  const { room } = JSON.parse(ann.socket.last("snapshot").snapshot);
  assertEquals([room.timeline.playing, room.gate], [true, null]);
});
