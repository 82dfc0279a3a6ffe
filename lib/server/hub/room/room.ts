/**
 * One room of the hub: who sits in it on this instance, and each change of its
 * document through the store.
 * @module
 */
import {
  createRoom,
  type RoomDocument,
} from "../../../room/document/document.ts";
import { nextSettleAt, reduce } from "../../../room/reducer.ts";
import { type Operation } from "../../../room/operation.ts";
import {
  isNewerCopy,
  restoreRoom,
  type RoomCopy,
} from "../../../room/document/restoring.ts";
import { hasGoneBack, revive } from "../../../room/document/revival.ts";
import {
  type Attendance,
  instanceOf,
  instancesIn,
  isSuperseded,
  type RollCall,
} from "../../../room/roll_call.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { Connection } from "./connection.ts";
import { forSame } from "./for_same.ts";
import type { HubTelemetry } from "./measure.ts";
import type { Peers } from "../../store/peers.ts";
import { createSnapshotSender } from "./snapshot_sender.ts";
import { createLocalRoom, type LocalRoom } from "./local_room.ts";
import type { Log } from "../../log/log.ts";
import type { LostRooms } from "./lost_rooms.ts";
import { RESTORE_WINDOW_MS } from "./limits.ts";
import type { RoomStore } from "../../store/store.ts";
import type { Snapshots } from "./snapshot.ts";

/** The rules that a hub keeps; tests plant faults here. */
export interface Rules {
  reduce: typeof reduce;
  nextSettleAt: typeof nextSettleAt;
}

/** What every room of a hub shares. */
export interface HubRoomContext {
  instance: string;
  measure: HubTelemetry;
  /** Name of this build, told to pages. */
  build: (() => string) | undefined;
  store: RoomStore;
  peers: Peers;
  snapshots: Snapshots | undefined;
  lost: LostRooms | undefined;
  timers: Timers;
  log: Log;
  rules: Rules;
  newId: () => string;
  /** Something is to be done in a room within a second. */
  hurry(roomId: string): void;
}

/** Somebody's connection, from before it joins until it is signed off. */
export interface Seat {
  connection: Connection;
  member: Attendance["member"];
  state: "joining" | "seated" | "leaving";
  /** When it was asked for a sign of life last, hub time, ms. */
  knockedAtMs: number;
  /** Whether its page is hidden, as it says and as the room was told. */
  attention: { isHidden: boolean; told: boolean; toldAtMs: number };
}

/** Least time between two changes of one page's attention that the room hears of, ms. Chosen: each is a change for all. */
const ATTEND_MS = 1000;

/** Time before something is due from which on a room is looked at quickly, ms. Chosen: over the second between two long looks. */
const SOON_MS = 1500;

/** See the module. */
export interface HubRoom {
  readonly local: LocalRoom;
  readonly seats: ReadonlySet<Seat>;
  /** Somebody comes, sits, is about to go, or is gone. */
  move(seat: Seat, state: Seat["state"] | "gone"): void;
  /** One operation through the store. @throws {DomainError} */
  apply(operation: Operation | (() => Operation)): Promise<RoomDocument>;
  /** Does what is due by itself. @returns Whether something will be within a second. */
  settle(): boolean;
  /** Puts right what the document says of connections. `lost`: instances that are gone. */
  callRoll(lostOf: (instances: Iterable<string>) => string[]): void;
  /** Hands the members' reports to everyone, here and elsewhere. */
  flushPresence(): void;
  /** A page says whether it is looked at; more than once a second it waits. */
  attend(seat: Seat, isHidden: boolean): Promise<void> | void;
  /** Sends an outstanding snapshot. */
  flushSnapshot(): void;
  /** Whether this instance has nothing to do here any more. */
  readonly isOver: boolean;
  dispose(): void;
}

/** Opens a room on this instance. */
export function createHubRoom(id: string, context: HubRoomContext): HubRoom {
  const { instance, measure, store, peers, timers, log, rules, newId, lost } =
    context;
  const hurry = () => context.hurry(id);
  const local = createLocalRoom(id, {
    instance,
    timers,
    hurry,
    build: context.build,
    onReports: measure.room,
  });
  const seats = new Set<Seat>();
  /** The members as of when all was found right; `null` once somebody has moved since. */
  let rightMembers: RoomDocument["members"] | null = null;
  const sender = context.snapshots && createSnapshotSender({
    room: local,
    snapshots: context.snapshots,
    timers,
    log,
  });
  const instancesOf = forSame(instancesIn);
  const isShared = forSame((members: RoomDocument["members"]) =>
    [...instancesOf(members)].some((one) => one !== instance)
  );
  const nextDueMs = forSame(rules.nextSettleAt);
  let isSettling = false;
  let isTelling = false;
  /** The store has gone back, and has not been told better yet. */
  let isAhead = false;
  let isCalling = false;
  /** How the room began on this server, if it did: when, and from which copy. */
  let beginning: { sinceMs: number; copy: RoomCopy | null } | null = null;
  const disposers = [
    store.watch(id, (document) => {
      isAhead = hasGoneBack(document, memory());
      if (isAhead) void recall(() => []);
      else if (document) publish(document);
    }),
    peers.listen(id, local.presence.hear),
  ];

  function memory() {
    return { document: local.document, pastEpochs: local.pastEpochs };
  }

  function publish(document: RoomDocument) {
    const before = local.document?.members;
    if (!local.publish(document)) return;
    hurry();
    sender?.changed();
    // Most changes are of the film, and concern nobody's connections.
    if (document.members === before) return;
    const known = new Set(before);
    closeSuperseded(document.members.filter((member) => !known.has(member)));
  }

  /** A page has one connection: those that another has followed go. */
  function closeSuperseded(members: RoomDocument["members"]) {
    if (members.length === 0) return;
    const connectionsOf = new Map(
      members.map(({ id, connections }) => [id, connections]),
    );
    for (const { connection, member, state } of seats) {
      const connections = connectionsOf.get(member.id);
      if (!connections || state !== "seated") continue;
      if (isSuperseded(connection.id, connections)) {
        connection.close("replaced", "the page has another connection");
      }
    }
  }

  async function apply(
    operation: Operation | (() => Operation),
  ): Promise<RoomDocument> {
    let begun = beginning;
    let lostPast: "restored" | "revived" | null = null;
    const result = await store.update(id, (stored, { nowMs }) => {
      const step = typeof operation === "function" ? operation() : operation;
      const copy = step.type === "join" ? copyFor(stored) : null;
      const base = copy
        ? restoreRoom(copy.room, { epoch: newId(), nowMs, present: stored })
        : baseOf(stored);
      const isRevived = base.epoch !== stored?.epoch && base !== stored &&
        local.document !== null;
      lostPast = copy ? "restored" : isRevived ? "revived" : null;
      begun = copy || !stored
        ? { sinceMs: beginning?.sinceMs ?? timers.now(), copy }
        : beginning;
      return rules.reduce(base, step, {
        nowMs,
        leadMs: local.leadMs(),
        stamp: newId().slice(0, 8),
      });
    });
    if (result.status === "ok") {
      beginning = begun;
      if (lostPast) measure.newEpoch(lostPast);
    }
    switch (result.status) {
      case "ok":
        isAhead = false;
        publish(result.room);
        return result.room;
      case "rejected":
        throw new DomainError(
          result.rejection.rejected,
          result.rejection.message,
        );
      case "conflict":
        throw new DomainError(
          "conflict",
          "Several people pressed at once. Try again.",
        );
    }
  }

  /** What a change builds on: the stored room, unless its past was lost. */
  function baseOf(stored: RoomDocument | null): RoomDocument {
    const known = local.document;
    if (known && hasGoneBack(stored, memory())) return revive(known, newId());
    return stored ?? createRoom(id, newId());
  }

  /**
   * The copy that brings a lost room back, or that is newer than what it was
   * brought back from in the last seconds: whoever carried it came later.
   * @see SPEC R46
   */
  function copyFor(stored: RoomDocument | null): RoomCopy | null {
    const copy = lost?.newest(id) ?? null;
    if (!copy || local.pastEpochs.has(copy.room.epoch)) return null;
    if (!stored) return local.document ? null : copy;
    if (!beginning || stored.epoch === copy.room.epoch) return null;
    const isYoung = timers.now() - beginning.sinceMs < RESTORE_WINDOW_MS;
    const isNewer = !beginning.copy || isNewerCopy(copy, beginning.copy);
    return isYoung && isNewer ? copy : null;
  }

  function count(lost: readonly string[]): RollCall {
    const present = new Map<
      string,
      { member: Seat["member"]; ids: string[] }
    >();
    const moving: string[] = [];
    for (const { connection, member, state } of seats) {
      if (state !== "seated") {
        moving.push(connection.id);
        continue;
      }
      const one = present.get(member.id) ?? { member, ids: [] };
      one.ids.push(connection.id);
      present.set(member.id, one);
    }
    return {
      instance,
      present: [...present.values()].map(({ member, ids }) => ({
        member,
        connections: ids,
      })),
      moving,
      lost,
    };
  }

  async function recall(lost: () => readonly string[]) {
    if (isCalling) return;
    isCalling = true;
    try {
      // Counted inside the change: people come and go while it waits.
      await apply(() => ({ type: "roll_call", ...count(lost()) }));
    } catch (error) {
      log.warn("roll_call_failed", { error });
    } finally {
      isCalling = false;
    }
  }

  async function tellAttention({ connection, state, attention }: Seat) {
    const { isHidden } = attention;
    const nowMs = timers.now();
    if (state !== "seated" || isHidden === attention.told) return;
    if (nowMs - attention.toldAtMs < ATTEND_MS) return;
    Object.assign(attention, { told: isHidden, toldAtMs: nowMs });
    try {
      const { id: connectionId, memberId } = connection;
      await apply({ type: "attend", memberId, connectionId, isHidden });
    } catch (error) {
      // Said again with the next look.
      attention.told = !isHidden;
      throw error;
    }
  }

  /** What members say of the media goes to the rules, where it is news to them. */
  function tell(document: RoomDocument) {
    const told = isTelling ? null : local.takeTold();
    if (!told) return;
    const step = { type: "told", told } as const;
    const moment = { nowMs: store.nowMs(), leadMs: local.leadMs() };
    if (rules.reduce(document, step, moment) === document) return;
    isTelling = true;
    apply(step)
      .catch((error: unknown) => log.warn("told_failed", { error }))
      .finally(() => isTelling = false);
  }

  function listsOwn(): boolean {
    return local.document?.members.some(({ connections }) =>
      connections.some((one) => instanceOf(one) === instance)
    ) ?? false;
  }

  return {
    local,
    seats,
    move(seat, state) {
      rightMembers = null;
      if (state === "gone") return void seats.delete(seat);
      seat.state = state;
      seats.add(seat);
    },
    apply,
    settle() {
      const { document } = local;
      const isBehind = local.catchUp();
      if (document) tell(document);
      const dueMs = document && nextDueMs(document);
      const leftMs = dueMs === null ? Infinity : dueMs - store.nowMs();
      if (leftMs <= 0 && !isSettling) {
        isSettling = true;
        apply({ type: "settle" })
          .catch((error: unknown) => log.warn("settle_failed", { error }))
          .finally(() => isSettling = false);
      }
      return isBehind || isTelling || leftMs < SOON_MS;
    },
    callRoll(lostOf) {
      const { document } = local;
      if (!document) return;
      const { members } = document;
      const lost = lostOf(instancesOf(members));
      if (lost.length === 0 && members === rightMembers && !isAhead) return;
      // Who was followed while still joining is found here.
      closeSuperseded(members);
      const moment = { nowMs: store.nowMs(), leadMs: 0 };
      const call = { type: "roll_call", ...count(lost) } as const;
      if (isAhead || rules.reduce(document, call, moment) !== document) {
        void recall(() => lost);
      } else {
        rightMembers = members;
      }
    },
    flushPresence() {
      for (const seat of seats) {
        const { isHidden, told } = seat.attention;
        if (isHidden === told) continue;
        tellAttention(seat)
          .catch((error: unknown) => log.warn("attend_failed", { error }));
      }
      const ownNews = local.flushPresence();
      const { document } = local;
      if (!ownNews || !document || !isShared(document.members)) return;
      const own = ownNews();
      if (Object.keys(own).length > 0) peers.tell(id, own);
    },
    attend(seat, isHidden) {
      const { attention } = seat;
      attention.isHidden = isHidden;
      if (isHidden !== attention.told) return tellAttention(seat);
    },
    flushSnapshot: () => sender?.flush(),
    get isOver() {
      const { document } = local;
      if (seats.size > 0 || listsOwn()) return false;
      const isElsewhere = document?.members.some(({ goneAt }) =>
        goneAt === null
      );
      return isElsewhere || !document || rules.nextSettleAt(document) === null;
    },
    dispose() {
      sender?.dispose();
      local.dispose();
      for (const dispose of disposers) dispose();
    },
  };
}
