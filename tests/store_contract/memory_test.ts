/** The store of one process keeps the contract. */
import { monotonicClock } from "@/lib/shared/timers.ts";
import { noPeers } from "@/lib/server/store/peers.ts";
import { createMemoryStore } from "@/lib/server/store/memory.ts";
import type { Backend } from "@/lib/server/store/store.ts";
import { createMemoryVault } from "@/lib/server/store/ticket_vault.ts";
import { storeContract } from "./store_contract.ts";

const ABANDONED_AFTER_MS = 60;

storeContract("memory", {
  open() {
    const one: Backend = {
      store: createMemoryStore({
        now: monotonicClock,
        abandonedAfterMs: ABANDONED_AFTER_MS,
      }),
      peers: noPeers,
      vault: createMemoryVault({ now: monotonicClock }),
    };
    return Promise.resolve({
      one,
      two: one,
      abandonedAfterMs: ABANDONED_AFTER_MS,
      leaseMs: 100,
      close: () => one.store.close(),
    });
  },
});
