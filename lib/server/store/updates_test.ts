import { assertEquals } from "@std/assert";
import { VirtualTime } from "../../../tests/support/virtual_time.ts";
import { createRoom, type RoomDocument } from "../../room/document/document.ts";
import type { Reduce } from "./store.ts";
import type { Found } from "./store.ts";
import { createUpdate } from "./updates.ts";
import { createWatches } from "./watches.ts";

/** A store far away that counts its round trips, with another instance that writes to it. */
function farStore() {
  const timers = new VirtualTime().actor({ startMs: 0 });
  let stored: Found = { version: null, room: null };
  const trips = { read: 0, swap: 0 };
  const watches = createWatches({
    touch: () => Promise.resolve(stored.version),
    load: () => Promise.resolve(stored),
    begin: () => () => {},
    recheckMs: 1e6,
    timers,
    onError(error) {
      throw error;
    },
  });
  const write = (room: RoomDocument) => {
    stored = { version: `v${room.rev}`, room };
    return `v${room.rev}`;
  };
  const update = createUpdate({
    read() {
      trips.read++;
      return Promise.resolve(stored);
    },
    swap(_id, { expected, room }) {
      trips.swap++;
      return Promise.resolve(expected === stored.version ? write(room) : null);
    },
    nowMs: timers.now,
    watches,
    isHopeless: () => true,
    timers,
  });
  return { trips, watches, update, write };
}

/** Counts on, up to a bound. */
const countOn: Reduce = (room) => {
  const base = room ?? createRoom("r", "e");
  return base.rev >= 5
    ? { rejected: "room_full", message: "Full." }
    : { ...base, rev: base.rev + 1 };
};

Deno.test("[K30] a change of a room that is watched costs one round trip", async () => {
  const { trips, watches, update } = farStore();
  watches.watch("r", () => {});
  await update("r", countOn);
  assertEquals(trips, { read: 1, swap: 1 });
  for (let n = 0; n < 3; n++) await update("r", countOn);
  assertEquals(trips, { read: 1, swap: 4 });
});

Deno.test("[K30] what is known no longer is neither built on nor refused by", async () => {
  const { trips, watches, update, write } = farStore();
  watches.watch("r", () => {});
  await update("r", countOn);
  // Another instance was here, and its word has not come yet.
  write({ ...createRoom("r", "e"), rev: 3 });
  const result = await update("r", countOn);
  assertEquals(result.status === "ok" && result.room.rev, 4);
  assertEquals(trips, { read: 2, swap: 3 });
  await update("r", countOn);
  // By what is known the room is full; by what is stored it is not.
  write(createRoom("r", "e"));
  const again = await update("r", countOn);
  assertEquals(again.status === "ok" && again.room.rev, 1);
  watches.dispose();
});
