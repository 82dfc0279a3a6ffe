/**
 * Tickets for the room socket: a browser cannot send a bearer token with an
 * upgrade, and a token does not belong in a URL that proxies log. A ticket is
 * opaque, lives 30 s and opens one socket (DESIGN §4).
 * @module
 */
import { base64url } from "jose";
import { DomainError } from "../shared/errors.ts";
import { TICKET_TTL_MS } from "../shared/limits.ts";

/** Issues and redeems tickets that stand for a value of type `T`. */
export interface Tickets<T> {
  issue(value: T): string;
  /** @throws {DomainError} `bad_ticket` when unknown, used or too old. */
  redeem(ticket: string): T;
}

/** Makes an in-process ticket office. Tickets outstanding: {@linkcode MAX_TICKETS}. */
export function createTickets<T>(options: { now: () => number }): Tickets<T> {
  const open = new Map<string, { value: T; expiresAt: number }>();

  return {
    issue(value) {
      const nowMs = options.now();
      for (const [ticket, { expiresAt }] of open) {
        // In order of issue, so the first young one ends the search.
        if (expiresAt > nowMs && open.size < MAX_TICKETS) break;
        open.delete(ticket);
      }
      const bytes = crypto.getRandomValues(new Uint8Array(24));
      const ticket = base64url.encode(bytes);
      open.set(ticket, { value, expiresAt: nowMs + TICKET_TTL_MS });
      return ticket;
    },
    redeem(ticket) {
      const entry = open.get(ticket);
      open.delete(ticket);
      if (!entry || entry.expiresAt <= options.now()) {
        throw new DomainError(
          "bad_ticket",
          "This way into the room was used or is too old. Try again.",
        );
      }
      return entry.value;
    },
  };
}

/** Tickets kept at most; beyond it the oldest are void. Chosen: a storm of 10,000 joins. */
export const MAX_TICKETS = 10_000;
