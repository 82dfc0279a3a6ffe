/**
 * Who is in a room on this instance, and that the document says the same of
 * them.
 * @module
 */
import type { RoomDocument } from "../../../room/document/document.ts";
import { removalOf } from "../../../room/document/removals.ts";
import type { Operation } from "../../../room/operation.ts";
import type { reduce } from "../../../room/reducer.ts";
import { refusalOf } from "../../../room/members/removal.ts";
import {
  instanceOf,
  instancesIn,
  isSuperseded,
  type Presences,
} from "../../../room/members/connections.ts";
import type { Person } from "../../../shared/person.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { Log } from "../../log/log.ts";
import type { Attendee } from "./attendee.ts";
import { LINGER_MS } from "./limits.ts";
import { forSame } from "../../../shared/for_same.ts";
import type { LocalRoom } from "./local_room.ts";
import type { Updates } from "./updates.ts";

/** The sessions of one room, and what the document says of them. */
export interface Membership {
  readonly sessions: ReadonlySet<Attendee>;
  enter(session: Attendee): void;
  /** It is gone. `isKnown`: the store knows; else it is told until it does. */
  exit(session: Attendee, options: { isKnown: boolean }): void;
  /** A session has another state. */
  moved(): void;
  /** A change has made other members. */
  changed(before: RoomDocument["members"] | undefined): void;
  /** Puts right what the document says of connections, if anything is wrong. `lostOf`: which of these instances are gone. */
  reconcile(lostOf: (instances: Iterable<string>) => string[]): void;
  /** Tells a store that has gone back how it is. */
  recover(): Promise<void>;
  /** A page says whether it is looked at; more than once a second it waits. */
  setHidden(session: Attendee, isHidden: boolean): Promise<void> | void;
  /** Tells what has waited. */
  flushHidden(): void;
  /** Whether other instances have members of this room. */
  isShared(): boolean;
  /** Whether the store's document may list connections of this instance: as far as is known, or should it go back. */
  mayListOwn(): boolean;
  /** Whether {@linkcode Membership.reconcile} has looked since somebody came or went last. */
  hasLooked(): boolean;
}

/** Least time between two changes of one page's attention that the room hears of, ms. Chosen: each is a change for all. */
const ATTEND_MS = 1000;

type Members = RoomDocument["members"];

/** Makes the membership of one room. */
export function createMembership(options: {
  instance: string;
  local: LocalRoom;
  updates: Updates;
  reduce: typeof reduce;
  timers: Pick<Timers, "now">;
  /** Room time, ms. */
  nowMs: () => number;
  log: Log;
}): Membership {
  const { instance, local, updates, timers, log } = options;
  const sessions = new Set<Attendee>();
  const instancesOf = forSame(instancesIn);
  const isShared = forSame((members: Members) =>
    [...instancesOf(members)].some((one) => one !== instance)
  );
  /** The members as of when all was found right; `null` once a session has moved since. */
  let rightMembers: Members | null = null;
  let isReconciling = false;
  let hasLooked = false;
  /** Good-byes that the store may not have heard: a join without an answer may be in it, whatever this instance knows of the room. */
  let unheard = 0;
  /** When somebody left last. */
  let leftAtMs = -Infinity;
  /** Some page's attention may still have to be told. */
  let isHiddenWaiting = false;

  /** A page has one connection: those that another has followed go. */
  function closeSuperseded(members: Members) {
    if (members.length === 0) return;
    const connectionsOf = new Map(
      members.map(({ id, connections }) => [id, connections]),
    );
    for (const { connection, state } of sessions) {
      const connections = connectionsOf.get(connection.memberId);
      if (!connections || state.name !== "joined") continue;
      if (isSuperseded(connection.id, connections)) {
        connection.close("replaced", "the page has another connection");
      }
    }
  }

  /** Who was sent out loses all of their pages, on every instance. @see SPEC R93 */
  function closeRemoved({ removed = [] }: RoomDocument) {
    if (removed.length === 0) return;
    const nowMs = options.nowMs();
    for (const { connection, state } of sessions) {
      if (state.name !== "joined") continue;
      const removal = removalOf({ removed }, connection.memberId, nowMs);
      if (!removal) continue;
      const { rejected: code, message: error, details } = refusalOf(
        removal,
        nowMs,
      );
      connection.send({ type: "error", code, error, details });
      connection.close(code, "removed by the host");
    }
  }

  function count(lost: readonly string[]): { type: "reconcile" } & Presences {
    const present = new Map<string, { member: Person; ids: string[] }>();
    const moving: string[] = [];
    for (const { connection, request: { member }, state } of sessions) {
      if (state.name !== "joined") {
        moving.push(connection.id);
        continue;
      }
      const one = present.get(member.id) ?? { member, ids: [] };
      one.ids.push(connection.id);
      present.set(member.id, one);
    }
    return {
      type: "reconcile",
      instance,
      present: [...present.values()].map(({ member, ids }) => ({
        member,
        connections: ids,
      })),
      moving,
      lost,
    };
  }

  async function putRight(lost: readonly string[]) {
    if (isReconciling) return;
    isReconciling = true;
    const before = unheard;
    try {
      // Counted inside the change: people come and go while it waits.
      await updates.apply((): Operation => count(lost));
      unheard -= before;
    } catch (error) {
      log.warn("reconcile_failed", { error });
    } finally {
      isReconciling = false;
    }
  }

  async function tellHidden({ connection, state }: Attendee) {
    if (state.name !== "joined" || state.isHidden === state.sentHidden) return;
    const { isHidden } = state;
    const nowMs = timers.now();
    if (nowMs - state.hiddenSentAtMs < ATTEND_MS) {
      isHiddenWaiting = true;
      return;
    }
    Object.assign(state, { sentHidden: isHidden, hiddenSentAtMs: nowMs });
    try {
      const { id: connectionId, memberId } = connection;
      await updates.apply({ type: "attend", memberId, connectionId, isHidden });
    } catch (error) {
      // Said again with the next look.
      state.sentHidden = !isHidden;
      isHiddenWaiting = true;
      throw error;
    }
  }

  return {
    sessions,
    enter(session) {
      rightMembers = null;
      hasLooked = false;
      sessions.add(session);
    },
    exit(session, { isKnown }) {
      rightMembers = null;
      hasLooked = false;
      sessions.delete(session);
      leftAtMs = timers.now();
      if (!isKnown) unheard++;
    },
    moved: () => rightMembers = null,
    changed(before) {
      const members = local.document?.members ?? [];
      if (local.document) closeRemoved(local.document);
      const known = new Set(before);
      closeSuperseded(members.filter((member) => !known.has(member)));
    },
    reconcile(lostOf) {
      hasLooked = true;
      const { document } = local;
      if (!document) {
        if (unheard > 0) void putRight([]);
        return;
      }
      const { members } = document;
      const lost = lostOf(instancesOf(members));
      const { isAhead } = updates;
      if (lost.length === 0 && members === rightMembers && !isAhead) return;
      // Who was followed, or removed, while still joining is found here.
      closeSuperseded(members);
      closeRemoved(document);
      const moment = { nowMs: options.nowMs(), leadMs: 0 };
      const isRight = !isAhead && unheard === 0 &&
        options.reduce(document, count(lost), moment) === document;
      if (isRight) rightMembers = members;
      else void putRight(lost);
    },
    recover: () => putRight([]),
    setHidden(session, isHidden) {
      const { state } = session;
      if (state.name !== "joined") return;
      state.isHidden = isHidden;
      if (isHidden !== state.sentHidden) return tellHidden(session);
    },
    flushHidden() {
      if (!isHiddenWaiting) return;
      isHiddenWaiting = false;
      for (const session of sessions) {
        const { state } = session;
        if (state.name !== "joined" || state.isHidden === state.sentHidden) {
          continue;
        }
        tellHidden(session)
          .catch((error: unknown) => log.warn("attend_failed", { error }));
      }
    },
    isShared: () => local.document !== null && isShared(local.document.members),
    mayListOwn: () =>
      unheard > 0 || timers.now() - leftAtMs < LINGER_MS ||
      (local.document?.members.some(({ connections }) =>
        connections.some((one) => instanceOf(one) === instance)
      ) ?? false),
    hasLooked: () => hasLooked,
  };
}
