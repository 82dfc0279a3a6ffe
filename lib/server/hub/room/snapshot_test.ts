import { assert, assertEquals } from "@std/assert";
import { CompactSign } from "jose";
import { MAX_QUEUE_LENGTH, MAX_TEXT_LENGTH } from "../../../shared/limits.ts";
import { TestRoom } from "../../../../tests/support/rooms.ts";
import { gzip } from "../../store/gzip.ts";
import { deriveKey } from "../../seal/keys.ts";
import { MAX_SNAPSHOT_LENGTH } from "./limits.ts";
import { createSnapshots, SNAPSHOT_TTL_MS } from "./snapshot.ts";

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

async function signed(room = waitingRoom()): Promise<string> {
  const copy = await signer([SECRET]).sign(room);
  assert(copy !== null);
  return copy;
}

Deno.test("[R28] a copy comes back as it was signed, with the host alone and no connections", async () => {
  const room = waitingRoom();
  const read = await signer([OTHER, SECRET]).read(await signed(room), "r");
  assertEquals(read?.signedAt, 0);
  assertEquals(read?.room.timeline, room.timeline);
  assertEquals(read?.room.queue, room.queue);
  assertEquals(
    read?.room.members.map(({ id, connections }) => [id, connections]),
    [["a", []]],
  );
});

Deno.test("[R28] a copy that is forged, foreign, old or of another room is nothing", async () => {
  const copy = await signed();
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

Deno.test("[R28] a copy of another version of this server is judged before it is used", async () => {
  const room = { id: "r", members: "many" };
  const text = JSON.stringify({ room, signedAt: 0 });
  const copy = await new CompactSign(await gzip(text))
    .setProtectedHeader({ alg: "HS256", typ: "cowatch-room+jws" })
    .sign(await deriveKey(SECRET, { name: "cowatch-room+jws", use: "sign" }));
  assertEquals(await signer([SECRET]).read(copy, "r"), null);
});

Deno.test("[R47] the fullest room's copy is one that the ticket takes, however many are in it", async () => {
  const wide = "漢字かな交じり文の題名が続く".repeat(20).slice(
    0,
    MAX_TEXT_LENGTH,
  );
  const room = waitingRoom();
  const [one] = room.members;
  assert(one);
  const lengthWith = async (members: number) => {
    const copy = await signed({
      ...room,
      members: Array.from({ length: members }, (_, n) => ({
        ...one,
        id: n === 0 ? "a" : `m${n}`,
        username: wide,
      })),
      queue: Array.from({ length: MAX_QUEUE_LENGTH }, (_, n) => ({
        id: crypto.randomUUID(),
        by: `m${n}`,
        video: {
          id: `0_${n}`,
          title: `${n}${wide}`.slice(0, 200),
          duration: 9,
        },
      })),
      applied: Array.from({ length: 128 }, (_, rev) => ({
        id: crypto.randomUUID(),
        rev,
        by: `m${rev}`,
      })),
    });
    return copy.length;
  };
  const [few, many] = [await lengthWith(2), await lengthWith(1000)];
  assert(many < MAX_SNAPSHOT_LENGTH, `${many} characters`);
  assert(Math.abs(many - few) < 500, `${few} and ${many} characters`);
});

Deno.test("[R47] a copy that would be refused is not made", async () => {
  const room = waitingRoom();
  const noise = () =>
    crypto.getRandomValues(new Uint8Array(MAX_SNAPSHOT_LENGTH))
      .reduce((text, byte) => text + String.fromCharCode(65 + byte % 58), "");
  const trail = [noise(), noise()];
  const { video } = room;
  assert(video);
  const large = { ...room, video: { ...video, title: trail.join("") } };
  assertEquals(await signer([SECRET]).sign(large), null);
  assertEquals(
    await signer([SECRET]).read("x".repeat(MAX_SNAPSHOT_LENGTH + 1), "r"),
    null,
  );
});
