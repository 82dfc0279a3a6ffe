/** The store in Deno KV keeps the contract: two instances on one database. */
import { assert, assertEquals } from "@std/assert";
import { monotonicClock } from "@/lib/shared/timers.ts";
import { createKvBackend } from "@/lib/server/store/kv/kv.ts";
import { recordingLog } from "@/tests/support/virtual_hub.ts";
import { largeRoom, storeContract, type Subject } from "./store_contract.ts";

const ABANDONED_AFTER_MS = 300;
const LEASE_MS = 150;

async function open(): Promise<Subject> {
  const path = await Deno.makeTempFile({ suffix: ".sqlite" });
  const backend = () =>
    createKvBackend({
      kv: Deno.openKv(path),
      log: recordingLog([]),
      now: monotonicClock,
      abandonedAfterMs: ABANDONED_AFTER_MS,
      leaseMs: LEASE_MS,
      recheckMs: 50,
      listenMs: 50,
    });
  const [one, two] = [backend(), backend()];
  return {
    one,
    two,
    abandonedAfterMs: ABANDONED_AFTER_MS,
    leaseMs: LEASE_MS,
    async close() {
      await one.store.close();
      await two.store.close();
      for (const suffix of ["", "-shm", "-wal"]) {
        await Deno.remove(path + suffix).catch((error) => {
          if (!(error instanceof Deno.errors.NotFound)) throw error;
        });
      }
    },
  };
}

storeContract("kv", { open });

Deno.test("[K16] kv store: a room that is too large for a value is refused by name", async () => {
  const { one, close } = await open();
  try {
    const fits = await one.store.update("r", () => largeRoom(200));
    assertEquals(fits.status, "ok");
    const result = await one.store.update("r", () => largeRoom(2000));
    assert(result.status === "rejected");
    assertEquals(result.rejection.rejected, "room_full");
    assertEquals((await one.store.load("r"))?.members.length, 200);
  } finally {
    await close();
  }
});
