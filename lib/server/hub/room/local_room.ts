/**
 * One room as this instance serves it: the newest document it knows, its
 * sockets, and the reports of its members.
 * @module
 */
import type { RoomDocument } from "../../../room/document/document.ts";
import type { PresenceReport } from "../../../shared/room/protocol.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { Reports } from "../../store/peers.ts";
import type { Connection } from "../connection/connection.ts";
import { createFanOut, type FanOut } from "./fan_out.ts";
import { createRoomReports, type RoomReports } from "../reports/reports.ts";

/** The part of a room that this instance holds. */
export interface LocalRoom extends
  Pick<
    FanOut,
    "connections" | "add" | "fellBehind" | "welcome" | "catchUp" | "dispose"
  >,
  Pick<RoomReports, "presence" | "takeMediaReports" | "leadMs"> {
  readonly id: string;
  readonly document: RoomDocument | null;
  /** Epochs that this room has left. */
  readonly pastEpochs: ReadonlySet<string>;
  remove(connection: Connection): void;
  /** Takes a newer document and tells everyone; older ones are ignored. @returns Whether it was news. */
  publish(document: RoomDocument): boolean;
  /** Has the reports that changed told. @returns What makes those of members on this instance for other instances, if there may be some. */
  flushPresence(): (() => Reports) | null;
}

/** Makes a room without sockets. */
export function createLocalRoom(
  id: string,
  options: {
    /** Name of this instance. */
    instance: string;
    timers: Pick<Timers, "after" | "now">;
    /** Something is to be done before the next second. */
    hurry: () => void;
    /** Name of this build, told to pages. */
    build?: (() => string) | undefined;
    /** Hears, with each round of reports, what everybody says of themselves. */
    onReports?: (reports: Iterable<PresenceReport>) => void;
  },
): LocalRoom {
  const { instance, timers, hurry, build, onReports } = options;
  const reports = createRoomReports({ instance, hurry, onReports });
  const fanOut = createFanOut({
    timers,
    hurry,
    build,
    presenceText: reports.allText,
    takeNews: reports.takeNews,
  });
  const pastEpochs = new Set<string>();
  let document: RoomDocument | null = null;

  return {
    id,
    get document() {
      return document;
    },
    pastEpochs,
    connections: fanOut.connections,
    add: fanOut.add,
    fellBehind: fanOut.fellBehind,
    welcome: fanOut.welcome,
    catchUp: fanOut.catchUp,
    dispose: fanOut.dispose,
    presence: reports.presence,
    takeMediaReports: reports.takeMediaReports,
    leadMs: reports.leadMs,
    remove(connection) {
      fanOut.remove(connection);
      reports.presence.forget(connection.id, connection.memberId);
    },
    publish(next) {
      const before = document;
      if (before?.epoch === next.epoch && next.rev <= before.rev) return false;
      if (pastEpochs.has(next.epoch)) return false;
      document = next;
      reports.settle(before, next);
      if (before && before.epoch !== next.epoch) pastEpochs.add(before.epoch);
      fanOut.changed(before, next);
      return true;
    },
    flushPresence() {
      if (reports.beginRound(document?.members.length ?? 0)) {
        fanOut.tellPresence();
      }
      return reports.takeOwn();
    },
  };
}
