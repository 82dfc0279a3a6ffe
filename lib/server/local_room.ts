/**
 * One room as this instance serves it: its sockets, the newest document it
 * knows, and the reports of its members.
 * @module
 */
import {
  patchBetween,
  publicRoom,
  type RoomDocument,
} from "../room/document.ts";
import {
  MAX_LEAD_MS,
  MIN_LEAD_MS,
  PROTOCOL_VERSION,
} from "../shared/limits.ts";
import type { PresenceReport, ServerMessage } from "../shared/protocol.ts";
import { skewOf } from "../shared/skew.ts";
import type { Connection } from "./connection.ts";
import type { Reports } from "./hub_peers.ts";

/** See the module. */
export interface LocalRoom {
  readonly id: string;
  readonly document: RoomDocument | null;
  readonly connections: ReadonlySet<Connection>;
  add(connection: Connection): void;
  remove(connection: Connection): void;
  welcome(connection: Connection): void;
  /** Epochs that this room has left. */
  readonly pastEpochs: ReadonlySet<string>;
  /** Takes a newer document and tells everyone; older ones are ignored. @returns Whether it was news. */
  publish(document: RoomDocument): boolean;
  /** Takes what members say of themselves. */
  report(reports: Reports): void;
  /** Sends the reports that changed since the last call. */
  flushPresence(): void;
  broadcast(message: ServerMessage): void;
  /** Lead for the next control, ms (DESIGN §5). */
  leadMs(): number;
}

/** Makes a room without sockets. */
export function createLocalRoom(id: string): LocalRoom {
  const connections = new Set<Connection>();
  const presence = new Map<string, PresenceReport>();
  const changed = new Set<string>();
  const pastEpochs = new Set<string>();
  let document: RoomDocument | null = null;

  const room: LocalRoom = {
    id,
    get document() {
      return document;
    },
    connections,
    pastEpochs,
    add(connection) {
      connections.add(connection);
    },
    remove(connection) {
      connections.delete(connection);
    },
    welcome(connection) {
      if (!document) return;
      connection.send({
        type: "welcome",
        protocol: PROTOCOL_VERSION,
        you: connection.memberId,
        room: publicRoom(document),
        presence: Object.fromEntries(presence),
      });
    },
    publish(next) {
      const before = document;
      if (before?.epoch === next.epoch && next.rev <= before.rev) return false;
      if (pastEpochs.has(next.epoch)) return false;
      document = next;
      forgetAbsent(next);
      if (!before) return true;
      if (before.epoch !== next.epoch) {
        pastEpochs.add(before.epoch);
        for (const connection of connections) room.welcome(connection);
        return true;
      }
      room.broadcast({
        type: "patch",
        epoch: next.epoch,
        from: before.rev,
        rev: next.rev,
        patch: patchBetween(before, next),
      });
      return true;
    },
    report(reports) {
      for (const [memberId, report] of Object.entries(reports)) {
        presence.set(memberId, report);
        changed.add(memberId);
      }
    },
    flushPresence() {
      if (changed.size === 0) return;
      const news = [...changed].flatMap((memberId) => {
        const report = presence.get(memberId);
        return report ? [[memberId, report] as const] : [];
      });
      changed.clear();
      const skew = skewOf(presence.values());
      room.broadcast({
        type: "presence",
        presence: Object.fromEntries(news),
        ...(skew ? { skew } : {}),
      });
    },
    broadcast(message) {
      const text = JSON.stringify(message);
      for (const connection of connections) connection.send(text);
    },
    leadMs() {
      const rtts = [...presence.values()]
        .flatMap(({ rttMs }) => rttMs === undefined ? [] : [rttMs])
        .sort((a, b) => a - b);
      const p95 = rtts[Math.ceil(rtts.length * 0.95) - 1] ?? 0;
      return Math.min(MAX_LEAD_MS, Math.max(MIN_LEAD_MS, 2 * p95));
    },
  };

  function forgetAbsent({ members }: RoomDocument) {
    const present = new Set(members.map((member) => member.id));
    for (const memberId of presence.keys()) {
      if (!present.has(memberId)) presence.delete(memberId);
    }
  }

  return room;
}
