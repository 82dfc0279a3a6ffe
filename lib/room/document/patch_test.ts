import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { applyPatch } from "../../shared/room/patch.ts";
import { TestRoom } from "../../../tests/support/rooms.ts";
import { publicRoom, type RoomDocument } from "./document.ts";
import { FEW_MEMBERS, patchBetween } from "./patch.ts";

/** As a store gives it back: nothing in it is the same object. */
function copied(room: RoomDocument): RoomDocument {
  return JSON.parse(JSON.stringify(room));
}

/** One of eight comes, goes, hides or presses. */
function step(room: TestRoom, [who, what]: [number, number]) {
  const id = `m${who}`;
  const isHere = room.document.members.some((one) => one.id === id);
  const { gate } = room.document;
  if (what === 0 || !isHere) room.join(id);
  else if (what === 1) room.disconnect(id);
  else if (what === 2) {
    room.apply({ type: "leave", memberId: id, connectionId: `c-${id}` });
  } else if (what === 3) room.try(hide(id, true));
  else if (what === 4) room.try(hide(id, false));
  else if (what === 5) room.tell(id, { type: "load", videoId: "v1" });
  else if (what === 6) room.tell(id, { type: "suggest", videoId: "v2" });
  else if (gate) room.ready(id);
  room.wait(3000).apply({ type: "settle" });
}

function hide(memberId: string, isHidden: boolean) {
  const connectionId = `c-${memberId}`;
  return { type: "attend", memberId, connectionId, isHidden } as const;
}

Deno.test("[R52] a patch makes of what one has what is, whatever happened and however many there are", () => {
  const deed = fc.tuple(fc.nat(7), fc.nat(7));
  fc.assert(
    fc.property(
      fc.array(deed, { maxLength: 25 }),
      fc.array(deed, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(0, FEW_MEMBERS),
      (first, second, fewMembers) => {
        const room = new TestRoom();
        for (const one of first) step(room, one);
        const before = room.document;
        for (const one of second) step(room, one);
        const after = room.document;
        for (const is of [after, copied(after)]) {
          const patch = patchBetween(before, is, { fewMembers });
          assertEquals(
            { ...applyPatch(publicRoom(before), patch), rev: after.rev },
            publicRoom(after),
          );
        }
      },
    ),
    { numRuns: 1000 },
  );
});

Deno.test("[R52] a copy from a store is no change, and only what changed travels", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "load", videoId: "v1" });
  room.tell("b", { type: "suggest", videoId: "v2" });
  const before = room.document;
  assertEquals(patchBetween(before, copied(before)), {});
  room.wait(100).tell("a", { type: "pause" });
  const patch = patchBetween(before, copied(room.document));
  assertEquals(Object.keys(patch).sort(), ["gate", "lastAction", "timeline"]);
});

Deno.test("[R52] someone who comes to a large room is announced alone", () => {
  const room = new TestRoom();
  for (let n = 0; n < 150; n++) room.join(`m${n}`);
  const before = room.document;
  room.join("late");
  const patch = patchBetween(before, copied(room.document));
  assertEquals(Object.keys(patch), ["people"]);
  assertEquals(patch.people?.now.map(({ id }) => id), ["late"]);
  assert(JSON.stringify(patch).length < 300);
});
