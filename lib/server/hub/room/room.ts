/**
 * One room of the hub: who is in it on this instance, what they are sent, and
 * what happens by itself.
 * @module
 */
import type { RoomDocument } from "../../../room/document/document.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { Log } from "../../log/log.ts";
import type { Peers } from "../../store/peers.ts";
import type { RoomStore } from "../../store/store.ts";
import { createLocalRoom, type LocalRoom } from "./local_room.ts";
import type { LostRooms } from "./lost_rooms.ts";
import type { HubTelemetry } from "../connection/measure.ts";
import { createMembership, type Membership } from "./membership.ts";
import type { Snapshots } from "./snapshot.ts";
import { createSettling } from "./settling.ts";
import { createSnapshotSender } from "./snapshot_sender.ts";
import { createUpdates, type Rules, type Updates } from "./updates.ts";

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

/** One room of a hub. */
export interface HubRoom extends
  Pick<Updates, "apply">,
  Pick<
    Membership,
    "sessions" | "enter" | "exit" | "moved" | "reconcile" | "setHidden"
  > {
  readonly local: LocalRoom;
  /** Does what is due by itself. @returns Whether something will be within a second. */
  settle(): boolean;
  /** Hands the members' reports to everyone, here and elsewhere. */
  flushPresence(): void;
  /** Sends an outstanding snapshot. */
  flushSnapshot(): void;
  /** Whether this instance has nothing to do here any more. */
  readonly isOver: boolean;
  dispose(): void;
}

/** Opens a room on this instance. */
export function createHubRoom(id: string, context: HubRoomContext): HubRoom {
  const { instance, store, peers, timers, log, rules } = context;
  const local = createLocalRoom(id, {
    instance,
    timers,
    hurry: () => context.hurry(id),
    build: context.build,
    onReports: context.measure.room,
  });
  const updates = createUpdates({ ...context, local, publish });
  const membership = createMembership({
    instance,
    local,
    updates,
    reduce: rules.reduce,
    timers,
    nowMs: store.nowMs,
    log,
  });
  const sender = context.snapshots &&
    createSnapshotSender({
      room: local,
      snapshots: context.snapshots,
      timers,
      log,
    });
  const settling = createSettling({ local, updates, store, rules, log });
  const disposers = [
    store.watch(id, (document) => {
      if (updates.hear(document)) void membership.recover();
      else if (document) publish(document);
    }),
    peers.subscribe(id, local.presence.hear),
  ];

  function publish(document: RoomDocument) {
    const before = local.document?.members;
    if (!local.publish(document)) return;
    if (settling.mayBeDue(document)) context.hurry(id);
    sender?.changed();
    // Most changes are of the film, and concern nobody's connections.
    if (document.members !== before) membership.changed(before);
  }

  return {
    local,
    sessions: membership.sessions,
    enter: membership.enter,
    exit: membership.exit,
    moved: membership.moved,
    reconcile: membership.reconcile,
    setHidden: membership.setHidden,
    apply: updates.apply,
    settle: settling.settle,
    flushPresence() {
      membership.flushHidden();
      const ownNews = local.flushPresence();
      if (!ownNews || !membership.isShared()) return;
      const own = ownNews();
      if (Object.keys(own).length > 0) peers.publish(id, own);
    },
    flushSnapshot: () => sender?.flush(),
    get isOver() {
      const { document } = local;
      if (membership.sessions.size > 0 || membership.mayListOwn()) return false;
      const isElsewhere = document?.members.some(({ goneAt }) =>
        goneAt === null
      );
      // Elsewhere may be an instance that is gone: whoever it lists could be kept
      // out by what it has left, and nobody but a room that is held looks.
      if (isElsewhere) return membership.hasLooked();
      return !document || rules.nextSettleAt(document) === null;
    },
    dispose() {
      sender?.dispose();
      local.dispose();
      for (const dispose of disposers) dispose();
    },
  };
}
