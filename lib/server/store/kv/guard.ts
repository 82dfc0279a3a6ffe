/**
 * Calls of Deno KV that neither last for ever nor fail at the first trouble:
 * a local database is locked while another process writes.
 * @module
 */
import { withDeadline } from "../../../shared/deadline.ts";
import { DomainError } from "../../../shared/errors.ts";
import { delay, type Timers } from "../../../shared/timers.ts";
import { STORE_DEADLINE_MS } from "../store.ts";

/** Makes a call until it succeeds or time is up. @throws {DomainError} `store_unavailable` */
export type KvGuard = <T>(call: (kv: Deno.Kv) => Promise<T>) => Promise<T>;

/** Longest random pause between two attempts, ms. Chosen: a write takes a few. */
const PAUSE_MS = 20;

/** Makes the guard of a database. What is called must bear being done twice. */
export function createKvGuard(
  kv: Promise<Deno.Kv>,
  timers: Timers,
): KvGuard {
  return async (run) => {
    const call = async () => await run(await kv);
    const deadline = timers.now() + STORE_DEADLINE_MS;
    for (;;) {
      try {
        return await withDeadline(call(), {
          ms: deadline - timers.now(),
          late: () => new Error("no answer in time"),
          timers,
        });
      } catch (error) {
        const pauseMs = Math.random() * PAUSE_MS;
        if (timers.now() + pauseMs >= deadline) {
          throw new DomainError(
            "store_unavailable",
            "The room cannot be changed right now. Try again in a moment.",
            { cause: error },
          );
        }
        await delay(timers, pauseMs);
      }
    }
  };
}
