/**
 * Keeps what a ticket stands for until it is used, once, and what somebody
 * picked before they came: the port, and its form for one process.
 * @module
 */

/** Keeps what tickets stand for, each for one use. */
export interface Vault<Kept> {
  /** What lies under that name goes. @throws {DomainError} `store_unavailable` */
  put(ticket: string, kept: Kept, ttlMs: number): Promise<void>;
  /** Takes it out: of many who ask, one gets it. @throws {DomainError} `store_unavailable` */
  take(ticket: string): Promise<Kept | null>;
}

/** One outside of this process: a session that is kept there is sealed. */
export type TicketVault = Vault<string>;

/** Tickets kept at most; beyond it the oldest are void. Chosen: a storm of 10,000 joins. */
export const MAX_TICKETS = 10_000;
/** Length of all that is kept at most, characters. Chosen: snapshots must not fill the memory. */
export const MAX_KEPT_LENGTH = 64 * 1024 * 1024;

/** Makes a vault in this process. `now`: monotonic, ms. `forget()` lets go of tickets whose time is over. */
export function createMemoryVault<Kept = string>(
  { now }: { now: () => number },
): Vault<Kept> & { forget(): void } {
  const kept = new Map<
    string,
    { thing: Kept; length: number; expiresAt: number }
  >();
  let length = 0;

  function remove(ticket: string) {
    length -= kept.get(ticket)?.length ?? 0;
    kept.delete(ticket);
  }

  function forget() {
    const nowMs = now();
    // In order of issue, so the first young one ends the search.
    for (const [old, { expiresAt }] of kept) {
      const isFull = kept.size > MAX_TICKETS || length > MAX_KEPT_LENGTH;
      if (expiresAt > nowMs && !isFull) break;
      remove(old);
    }
  }

  return {
    forget,
    put(ticket, thing, ttlMs) {
      // What is put again takes its place at the end, and is counted once.
      remove(ticket);
      const own = JSON.stringify(thing).length;
      kept.set(ticket, { thing, length: own, expiresAt: now() + ttlMs });
      length += own;
      forget();
      return Promise.resolve();
    },
    take(ticket) {
      const entry = kept.get(ticket);
      remove(ticket);
      const isFresh = entry && entry.expiresAt > now();
      return Promise.resolve(isFresh ? entry.thing : null);
    },
  };
}
