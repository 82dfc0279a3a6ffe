/**
 * Limits of rooms that the server alone keeps, each with its unit and its
 * reason. What browsers must know as well stands in `lib/shared/limits.ts`.
 * @module
 */

/** Rooms in which one person may have open pages at once; a further one closes the pages of the first. Chosen: nobody sits in five voice channels. */
export const MAX_OPEN_ROOMS = 5;

/** Longest copy of a room that is made and taken, characters: one limit for both, so that none is made that would be refused. Chosen: twice a full list of the longest titles, compressed. */
export const MAX_SNAPSHOT_LENGTH = 64 * 1024;

/** Copies of lost rooms that wait for their members. Chosen: a storm of reconnections, at 64 KiB each at most. */
export const MAX_COPIES = 1000;

/** Least time between two copies of a room, ms. Chosen: what a killed server may forget of it. */
export const SNAPSHOT_EVERY_MS = 5000;

/** Wait after a change before a copy is made, ms. Chosen: what belongs together has happened by then, and nobody waits for the copy. */
export const SNAPSHOT_WAIT_MS = 500;

/** Members who carry a copy. Chosen: the host, and two in case they are gone too. */
export const SNAPSHOT_CARRIERS = 3;

/** Time from a room's beginning on this server in which a newer copy replaces it, ms. Chosen: the longest wait of a page before it comes back (8 s), and its way in. */
export const RESTORE_WINDOW_MS = 12_000;

/** Time for which a room is held after somebody has left, ms. Chosen: a store's replica that takes over may be seconds behind, and lists who left since; only who holds the room puts that right. */
export const LINGER_MS = 20_000;

/** Memory of the process from which on whoever does not answer at once is dropped, bytes. Chosen: what 10,000 viewers take is less; Deno Deploy's processes have 512 MB. */
export const MEMORY_HIGH_BYTES = 480 * 1024 * 1024;

/** Longest message of a WebSocket that reaches the server, bytes: over it the connection is cut. Chosen: far over the protocol's 4 KiB, which the hub refuses with a word. */
export const MAX_WIRE_MESSAGE_BYTES = 64 * 1024;
