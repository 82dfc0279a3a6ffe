/** The store of one process keeps the contract. */
import { monotonicClock } from "@/lib/server/clock.ts";
import { noPeers } from "@/lib/server/hub_peers.ts";
import { createMemoryStore } from "@/lib/server/memory_store.ts";
import type { Backend } from "@/lib/server/room_store.ts";
import { createMemoryVault } from "@/lib/server/ticket_vault.ts";
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
