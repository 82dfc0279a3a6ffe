import { assertEquals } from "@std/assert";
import { createRoom } from "../../room/document/document.ts";
import { VirtualTime } from "../../../tests/support/virtual_time.ts";
import { createMemoryStore } from "./memory.ts";
import { createWatches } from "./watches.ts";

function fail(): void {
  throw new RangeError("planted");
}

Deno.test("[K20] a watcher that fails costs neither the others nor who writes", () => {
  const time = new VirtualTime();
  const failed: unknown[] = [];
  const watches = createWatches({
    touch: () => Promise.resolve(null),
    load: () => Promise.resolve({ version: null, room: null }),
    begin: () => () => {},
    recheckMs: 1000,
    timers: time.actor({ startMs: 0 }),
    onError: (error) => failed.push(error),
  });
  const seen: (number | undefined)[] = [];
  watches.watch("r", fail);
  watches.watch("r", (room) => seen.push(room?.rev));
  const room = { ...createRoom("r", "e"), rev: 3 };
  watches.wrote("r", { version: "v", room });
  assertEquals(seen, [3]);
  assertEquals(failed.length, 1);
  watches.dispose();
});

Deno.test("[K20] so it is in memory", async () => {
  const failed: unknown[] = [];
  const store = createMemoryStore({
    now: () => 0,
    onError: (error) => failed.push(error),
  });
  const seen: (number | undefined)[] = [];
  store.watch("r", fail);
  store.watch("r", (room) => seen.push(room?.rev));
  await store.update("r", () => ({ ...createRoom("r", "e"), rev: 3 }));
  await Promise.resolve();
  assertEquals(seen, [3]);
  assertEquals(failed.length, 1);
});
