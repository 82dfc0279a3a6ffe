/**
 * Keeps what a ticket stands for until it is used, once: the port, and its
 * form for one process.
 * @module
 */

/** See the module. */
export interface TicketVault {
  /** @throws {DomainError} `store_unavailable` */
  put(ticket: string, text: string, ttlMs: number): Promise<void>;
  /** Takes it out: of many who ask, one gets it. @throws {DomainError} `store_unavailable` */
  take(ticket: string): Promise<string | null>;
}

/** Tickets kept at most; beyond it the oldest are void. Chosen: a storm of 10,000 joins. */
export const MAX_TICKETS = 10_000;
/** Length of all that is kept at most, characters. Chosen: snapshots must not fill the memory. */
export const MAX_KEPT_LENGTH = 64 * 1024 * 1024;

/** Makes a vault in this process. `now`: monotonic, ms. `forget()` lets go of tickets whose time is over. */
export function createMemoryVault(
  { now }: { now: () => number },
): TicketVault & { forget(): void } {
  const kept = new Map<string, { text: string; expiresAt: number }>();
  let length = 0;

  function remove(ticket: string) {
    length -= kept.get(ticket)?.text.length ?? 0;
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
    put(ticket, text, ttlMs) {
      kept.set(ticket, { text, expiresAt: now() + ttlMs });
      length += text.length;
      forget();
      return Promise.resolve();
    },
    take(ticket) {
      const entry = kept.get(ticket);
      remove(ticket);
      const isFresh = entry && entry.expiresAt > now();
      return Promise.resolve(isFresh ? entry.text : null);
    },
  };
}
