/**
 * How much of this server one person, one address and all strangers together
 * may use. Each bound has its reason beside it; a person is their Discord id,
 * an address is what `client_address.ts` makes of a connection.
 * @module
 */
import type { BucketLimits } from "./token_bucket.ts";

/** Owners that a quota remembers; beyond it those who asked longest ago are forgotten. Chosen: 10,000 people at once. */
export const MAX_OWNERS = 10_000;

/** Tickets of one person. Chosen: a page that reconnects as fast as its backoff allows, three pages of it. */
export const TICKETS: BucketLimits = { burst: 15, perS: 0.5 };

/** Tickets of one person that wait to be used; a newer one voids the oldest. Chosen: three connections, each tried twice. */
export const MAX_OPEN_TICKETS = 6;

/** Rooms that are new to one person. Chosen: nobody visits twenty Activities in an evening's first minute. */
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

/** Faults that pages at one address report. Chosen: a bad build in a full room; each page reports a kind once. */
export const ADDRESS_FAULTS: BucketLimits = { burst: 60, perS: 0.5 };

/** Faults that all pages report. Chosen: enough to see what is wrong, and no load. */
export const ALL_FAULTS: BucketLimits = { burst: 300, perS: 5 };

/** Pictures that are fetched at once for everybody. Chosen: a page of the library for ten people. */
export const MAX_PICTURES_AT_ONCE = 64;
