/**
 * Limits that server and browser must agree on. Each has its unit in its name
 * and its source beside it.
 * @module
 */

/** Version of the room protocol; a client that speaks another one is told to reload. */
export const PROTOCOL_VERSION = 4;

/** Largest message a client may send, in UTF-8 bytes. Source: docs/design.md, "Rooms". */
export const MAX_MESSAGE_BYTES = 4096;

/** Messages a client may send per second, sustained. Source: docs/design.md, "Rooms". */
export const MESSAGES_PER_S = 20;

/** Messages a client may send at once after a quiet time. Source: docs/design.md, "Rooms". */
export const MESSAGE_BURST = 40;

/** Bad messages before the socket is closed. Source: docs/design.md, "Rooms". */
export const MAX_BAD_MESSAGES = 20;

/** Bytes queued for a slow reader before it gets snapshots only. Source: docs/design.md, "Rooms". */
export const QUEUE_COALESCE_BYTES = 64 * 1024;

/** Bytes queued for a slow reader before it is dropped. Source: docs/design.md, "Rooms". */
export const QUEUE_DROP_BYTES = 256 * 1024;

/** Connections one person may hold in one room. Source: docs/design.md, "Words". */
export const MAX_CONNECTIONS_PER_MEMBER = 3;

/** How long a host may be gone before another takes over, ms. Source: docs/design.md, "Rooms". */
export const HOST_GRACE_MS = 10_000;

/** Time within which the person whom a bot's link names becomes host, ms from the room's beginning. Chosen: long enough to sign in on a slow phone, short enough that nobody has settled in. */
export const CREATOR_GRACE_MS = 30_000;

/** Bounds of the lead given to every control, ms. Source: docs/design.md, "Rooms". */
export const MIN_LEAD_MS = 150;
/** Upper bound of the lead given to every control, ms. Source: docs/design.md, "Rooms". */
export const MAX_LEAD_MS = 1000;

/** Longest wait of the ready gate, ms. Source: docs/design.md, "Rooms". */
export const GATE_MS = 5000;

/** Stall of a visible member after which the room waits, ms. Source: docs/design.md, "Rooms". */
export const STALL_MS = 3000;

/** Time for which the room stands still for one person within a minute, ms. Chosen: one whole wait; a viewer who needs more catches up by themselves. */
export const PATIENCE_MS = 5000;

/** The minute that {@linkcode PATIENCE_MS} is for, ms; who has used it up is not waited for during another. Chosen: one bad connection must not stop a film every few seconds. */
export const PATIENCE_WINDOW_MS = 60_000;

/** What a stall costs of {@linkcode PATIENCE_MS} at least, ms. Chosen: the shortest stop tears the film as much as one of two seconds, so three a minute are enough. */
export const LEAST_STALL_MS = 2000;

/** Time to get ready after a load or a seek that costs nobody anything, ms. Chosen: what a good connection needs. */
export const FREE_LOADING_MS = 2000;

/** Room playback rates on offer (unitless). Chosen: what video sites offer. */
export const MIN_ROOM_RATE = 0.25;
/** Upper bound of the room's playback rate (unitless). */
export const MAX_ROOM_RATE = 2;

/** Life of a socket ticket, ms. Source: docs/design.md, "HTTP". */
export const TICKET_TTL_MS = 30_000;

/** Longest life of a session, s. Source: docs/design.md, "HTTP". */
export const SESSION_TTL_S = 3600;

/** Accepted command ids a room remembers, so that a retry applies once; when they are too many, whoever has the most loses their oldest. Chosen: 30 s of the busiest room. */
export const REMEMBERED_COMMANDS = 128;

/** Commands a person may give per second, sustained: each is a change for the whole room. Chosen: faster than anybody presses for long. */
export const COMMANDS_PER_S = 5;

/** Commands a person may give at once after a quiet time. Chosen: a seek bar that is dragged. */
export const COMMAND_BURST = 40;

/** Time between the end of a video and the beginning of the next one of the queue, ms. Chosen: what video sites leave for a change of mind. */
export const NEXT_VIDEO_MS = 5000;

/** How long a page offers to take a change back, ms. Chosen: what mail programs offer. */
export const UNDO_SHOWN_MS = 6000;
/** How long the room lets it be taken back, ms: what is offered, and a slow way there. */
export const UNDO_MS = 10_000;

/** Longest time for which people are asked whether they are back, ms. Chosen: a call through the flat; who is not back then has to be looked for. */
export const READY_CHECK_MS = 120_000;

/** People who have the remote beside the host. Chosen: more hands on one remote are everybody's, for which there is a switch. */
export const MAX_COHOSTS = 8;

/** Time for which somebody whom the host has removed stays out of the room, ms. Chosen: what an empty room is kept for; long enough to lose interest, short enough for a quarrel. */
export const REMOVED_MS = 600_000;
/** Removals that a room remembers; of more, the one that would end first ends at once. Chosen: a raid's worth, and 8 KiB of a document at most. */
export const MAX_REMOVED = 32;

/** Time between two reactions of one viewer, ms. Chosen: a lively hand. The room passes one a second on at most. */
export const REACTION_MS = 400;

/** Entries a queue may hold. Chosen: keeps a document under 64 KiB (Deno KV). */
export const MAX_QUEUE_LENGTH = 50;

/** Entries of the queue that one person may have, unless they are host. Chosen: it takes five to fill it. */
export const MAX_QUEUE_SHARE = 10;

/** Videos in the queue that one person may have voted for. Chosen: as many as may be theirs; more would be a vote for everything, and documents would grow with the crowd times the queue. */
export const MAX_VOTES = 10;

/** Characters of a search. Chosen: more is no title. */
export const MAX_QUERY_LENGTH = 200;

/** Longest id of a video, member or command, characters. */
export const MAX_ID_LENGTH = 64;

/** Longest id of a room, characters. Source: Discord's instance ids have about 60. */
export const MAX_ROOM_ID_LENGTH = 128;

/** Longest name or title that is kept, characters (UTF-16 units). What comes in longer is cut there. */
export const MAX_TEXT_LENGTH = 200;

/** Longest address of a picture that is kept, characters. Chosen: twice the longest of Discord's and ours. */
export const MAX_URL_LENGTH = 400;

/** Largest size of a clock that is believed, ms. Chosen: the year 5138; sums and differences stay exact to 1/64 ms. */
export const MAX_CLOCK_MS = 1e14;

/** Farthest from the room's place that a viewer may say to be, ms. Chosen: longer than any film. */
export const MAX_DRIFT_MS = 86_400_000;

/** Longest wait for a first picture that a viewer may tell, ms. Chosen: whoever waits longer has gone. */
export const MAX_FIRST_FRAME_MS = 120_000;

/** Longest round trip that a viewer may tell, ms. Chosen: a line that slow is given up (`DEAF_MS`). */
export const MAX_RTT_MS = 10_000;

/** Life of a grant to fetch a video's media, s. Chosen: short, since players renew it as they go. */
export const MEDIA_GRANT_TTL_S = 900;

/** Members from whom on a room is a crowd: who changes nothing that people see is told of in turn. Chosen: the list is longer than any screen. */
export const CROWD = 50;

/** Longest media that is believed, s: a week. Chosen: beyond any film, and any window of a broadcast. */
export const MAX_MEDIA_S = 7 * 24 * 3600;
/** Latest moment of a broadcast that is believed, s since epoch. Chosen: the year 5138; arithmetic is exact to a microsecond there. */
export const MAX_PROGRAMME_S = 1e11;
/** Farthest from its newest moment that a broadcast has to be watched, s. Chosen: three of the longest segments in use (10 s), doubled. */
export const MAX_HOLD_BACK_S = 60;
/** Lengths that differ by less are the same film, s. Chosen: catalogues round to seconds; a title or an advertisement is longer. */
export const SAME_LENGTH_S = 1;
/** Part of a moving window's start that is left alone, s. Chosen: a segment, and the way to it; on the next load it would be gone. */
export const STRAY_S = 4;
/** Distance behind live up to which people are told that it is live, s. Chosen: over the longest wait of the gate, which a start may have cost. */
export const AT_LIVE_S = 8;
