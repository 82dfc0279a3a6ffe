/**
 * What the front allows connections; each bound has its reason beside it.
 * @module
 */
import type { Phase } from "./link.ts";

/** What the front allows connections. */
export interface FrontLimits {
  /** Connections of one address or network. */
  perOwner: number;
  /** Share of all that the file table has room for, where that is less. */
  ownerShare: number;
  /** Those of them that have sent no whole head; a further one ends the oldest. */
  silentPerOwner: number;
  /** Longest head, bytes. */
  maxHeadBytes: number;
  /** How long a connection may wait in each phase, ms. */
  patienceMs: Record<Phase, number>;
  /** Time between two looks for those who wait too long, ms. */
  sweepMs: number;
  /** Time before a full file table is logged again, ms. */
  sayAgainMs: number;
}

/** The front's limits. */
export const FRONT: FrontLimits = {
  // Chosen: Discord's proxy may bring a thousand viewers from one address.
  perOwner: 1024,
  // Chosen: with 1,024 files a full room of 200 comes through one proxy.
  ownerShare: 0.8,
  // Chosen: a browser opens six at once, a proxy some dozens ahead.
  silentPerOwner: 64,
  // Source: hyper, which reads it next, takes no more either.
  maxHeadBytes: 64 * 1024,
  patienceMs: {
    head: 15_000,
    // Chosen: a sign-in asks Discord up to four times at 6 s each; a body has 10 s.
    request: 40_000,
    answer: 15_000,
    socket: Infinity,
    // Chosen: a round trip of the slowest line; what the server gathered of a message is kept until then.
    closing: 5000,
  },
  sweepMs: 500,
  sayAgainMs: 10_000,
};
