/**
 * How much of this server one person, one address and all strangers together
 * may use. Each bound has its reason beside it; a person is their Discord id,
 * an address is what `client_address.ts` makes of a connection.
 * @module
 */
import type { BucketLimits } from "./token_bucket.ts";
import type { Phase } from "../front/link.ts";

/** Owners that a quota remembers; beyond it those who asked longest ago are forgotten. Chosen: 10,000 people at once. */
export const MAX_OWNERS = 10_000;

/** Tickets of one person. Chosen: a page that reconnects as fast as its backoff allows, three pages of it. */
export const TICKETS: BucketLimits = { burst: 15, perS: 0.5 };

/** Tickets of one person that wait to be used; a newer one voids the oldest. Chosen: three connections, each tried twice. */
export const MAX_OPEN_TICKETS = 6;

/** Rooms that one person comes to anew. Chosen: nobody visits twenty Activities in an evening's first minute. */
export const ROOMS: BucketLimits = { burst: 20, perS: 1 / 30 };

/** Time for which a room that somebody came to is not new to them, ms. Chosen: the life of a room without people. */
export const ROOM_KNOWN_MS = 600_000;

/** Calls to the catalogue by one person. Chosen: a search with each keystroke of a quick typist. */
export const CATALOGUE_CALLS: BucketLimits = { burst: 60, perS: 5 };

/** Pieces of media that pass through this server for one person. Chosen: four streams of two-second segments, and the rush after a seek. */
export const MEDIA_CALLS: BucketLimits = { burst: 240, perS: 20 };

/** Sign-ins of one person, resumed ones included. Chosen: reloading every few seconds for a while. */
export const SIGN_INS: BucketLimits = { burst: 20, perS: 0.2 };

/** Sign-ins from one address, before anybody knows whose they are. Chosen: Discord's proxy may bring many people from one address; each costs Discord at most four calls. */
export const ADDRESS_SIGN_INS: BucketLimits = { burst: 200, perS: 5 };

/** Resumed sign-ins from one address without a session that this server had sealed. Chosen: a restart in development, never a flood; each may cost an invalid request. */
export const ADDRESS_RESUMES: BucketLimits = { burst: 20, perS: 1 / 30 };

/** Pictures that are fetched at once for everybody. Chosen: a page of the library for ten people. */
export const MAX_PICTURES_AT_ONCE = 64;

/** What the front allows connections, see `front.ts`. */
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
  /** Time before a full file table is told of again, ms. */
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
