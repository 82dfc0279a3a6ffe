import { assert, assertEquals } from "@std/assert";
import { TestRoom } from "../testing/rooms.ts";
import { createSnapshots, restoreRoom, SNAPSHOT_TTL_MS } from "./snapshot.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const OTHER = "fedcba9876543210fedcba9876543210";

function signer(secrets: string[], now = () => 0) {
  return createSnapshots({ secrets, now });
}

/** A, the host, and B; the room waits for B. */
function waitingRoom() {
  const room = new TestRoom("a", "b");
  room.tell("b", { type: "suggest", videoId: "v2" });
  room.tell("a", { type: "load", videoId: "v1" });
  return room.ready("a").document;
}

Deno.test("[R28] a copy comes back as it was signed, without its connections", async () => {
  const room = waitingRoom();
  const copy = await signer([SECRET]).sign(room);
  const read = await signer([OTHER, SECRET]).read(copy, "r");
  assertEquals(read?.timeline, room.timeline);
  assertEquals(read?.members.map(({ connections }) => connections), [[], []]);
});

Deno.test("[R28] a copy that is forged, foreign, old or of another room is nothing", async () => {
  const copy = await signer([SECRET]).sign(waitingRoom());
  assertEquals(await signer([OTHER]).read(copy, "r"), null);
  assertEquals(await signer([SECRET]).read(copy, "s"), null);
  assertEquals(
    await signer([SECRET], () => SNAPSHOT_TTL_MS).read(copy, "r"),
    null,
  );
  for (let at = 0; at < copy.length; at += 5) {
    const other = copy[at] === "A" ? "B" : "A";
    const forged = copy.slice(0, at) + other + copy.slice(at + 1);
    const isUnusedBits = copy[at + 1] === "." || at === copy.length - 1;
    if (isUnusedBits) continue;
    assertEquals(await signer([SECRET]).read(forged, "r"), null, `at ${at}`);
  }
});

Deno.test("[R28] a restored room goes on: same host and list, nobody lost yet, no gate, each command once", () => {
  const copy = waitingRoom();
  const room = restoreRoom(copy, { epoch: "e2", nowMs: 5000 });
  assertEquals([room.epoch, room.host, room.queue.length], ["e2", "a", 1]);
  assertEquals(room.members.map(({ goneAt }) => goneAt), [5000, 5000]);
  assertEquals(room.gate, null);
  assertEquals(room.timeline.playing, true);
  assertEquals(room.timeline.at, 5000);
  assert(room.applied.length > 0);
  assertEquals(room.applied, copy.applied);
});
