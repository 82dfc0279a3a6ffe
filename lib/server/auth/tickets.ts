/**
 * Tickets for the room socket: a browser cannot send a bearer token with an
 * upgrade, and a token does not belong in a URL that proxies log. A ticket is
 * opaque, lives 30 s and opens one socket, on any instance: what it stands for
 * lies in the store, sealed as a session is; with one instance, in its memory.
 * @module
 */
import { base64url } from "jose";
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import { TICKET_TTL_MS } from "../../shared/limits.ts";
import { monotonicClock } from "../../shared/timers.ts";
import { MAX_OPEN_TICKETS, MAX_OWNERS } from "../limits/limits.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { TicketVault, Vault } from "../store/ticket_vault.ts";

/** What a ticket stands for. */
export interface Pass {
  session: Session;
  /** Whom the link names by which the person came. */
  creatorId?: string | undefined;
}

/** Issues and redeems tickets. */
export interface Tickets {
  /** @throws {DomainError} `store_unavailable` */
  issue(pass: Pass): Promise<string>;
  /** @throws {DomainError} `bad_ticket` when unknown, used or too old; `store_unavailable` */
  redeem(ticket: string): Promise<Pass>;
}

const Kept = v.object({
  session: v.string(),
  creatorId: v.optional(v.string()),
});

/** Form of a ticket: 24 random bytes. */
const TICKET = /^[\w-]{32}$/;

/** Keeps passes outside of this process: sealed. */
export function createSealedVault(
  { vault, sessions }: { vault: TicketVault; sessions: Sessions },
): Vault<Pass> {
  return {
    async put(ticket, { session, ...carried }, ttlMs) {
      const kept = { session: await sessions.seal(session), ...carried };
      await vault.put(ticket, JSON.stringify(kept), ttlMs);
    },
    async take(ticket) {
      const text = await vault.take(ticket);
      if (text === null) return null;
      const { session, ...carried } = v.parse(Kept, JSON.parse(text));
      return { session: await sessions.open(session), ...carried };
    },
  };
}

/** Makes the ticket office. @see SPEC P2, X8 */
export function createTickets(
  { vault, sessions }: {
    vault: Vault<Pass>;
    sessions: Pick<Sessions, "requireOpen">;
  },
): Tickets {
  /** Newest tickets of each person, in order of issue; used ones may be among them. */
  const issued = new Map<string, { own: string[]; atMs: number }>();

  /** @returns The ticket that is one too many: a person crowds out nobody else. */
  function keepNewest(userId: string, ticket: string): string | undefined {
    const nowMs = monotonicClock();
    const own = [...issued.get(userId)?.own ?? [], ticket];
    const voided = own.length > MAX_OPEN_TICKETS ? own.shift() : undefined;
    issued.delete(userId);
    issued.set(userId, { own, atMs: nowMs });
    for (const [id, { atMs }] of issued) {
      const isGood = nowMs - atMs <= TICKET_TTL_MS;
      if (isGood && issued.size <= MAX_OWNERS) break;
      issued.delete(id);
    }
    return voided;
  }

  return {
    async issue(pass) {
      const bytes = crypto.getRandomValues(new Uint8Array(24));
      const ticket = base64url.encode(bytes);
      await vault.put(ticket, pass, TICKET_TTL_MS);
      const voided = keepNewest(pass.session.user.id, ticket);
      if (voided !== undefined) await vault.take(voided);
      return ticket;
    },
    async redeem(ticket) {
      const pass = TICKET.test(ticket) ? await vault.take(ticket) : null;
      if (pass === null) {
        throw new DomainError(
          "bad_ticket",
          "This ticket to the room has expired. Try again.",
        );
      }
      sessions.requireOpen(pass.session);
      return pass;
    },
  };
}
