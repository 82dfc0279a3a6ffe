/**
 * One room as this instance serves it: its sockets, the newest document it
 * knows, and the reports of its members.
 * @module
 */
import type { RoomDocument } from "../../../room/document/document.ts";
import { isOfPeopleOnly, patchBetween } from "../../../room/document/patch.ts";
import type { Told } from "../../../room/verdict.ts";
import { CROWD, PROTOCOL_VERSION } from "../../../shared/limits.ts";
import type {
  MediaReport,
  PresenceReport,
  ServerMessage,
  ToldReport,
} from "../../../shared/room/protocol.ts";
import { skewOf } from "../../../shared/room/skew.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { Connection } from "./connection.ts";
import { createCrowd, type Crowd } from "./crowd.ts";
import { leadFor } from "./lead.ts";
import type { Reports } from "../../store/peers.ts";
import { createPresence, type Presence } from "./presence.ts";
import { forSame } from "./for_same.ts";
import { roomTextOf } from "./text.ts";

/** See the module. */
export interface LocalRoom {
  readonly id: string;
  readonly document: RoomDocument | null;
  readonly connections: ReadonlySet<Connection>;
  add(connection: Connection): void;
  remove(connection: Connection): void;
  /** A slow reader has missed something. */
  fellBehind(connection: Connection): void;
  welcome(connection: Connection): void;
  /** Hands the whole room to slow readers who read again. @returns Whether there are others. */
  catchUp(): boolean;
  /** Epochs that this room has left. */
  readonly pastEpochs: ReadonlySet<string>;
  /** Takes a newer document and tells everyone; older ones are ignored. @returns Whether it was news. */
  publish(document: RoomDocument): boolean;
  /** What members say of themselves. */
  readonly presence: Pick<Presence, "report" | "hear">;
  /** What members say of the media; `null` when nobody has said anything since the last call. */
  takeTold(): Told | null;
  /** Sends the reports that changed since the last call. @returns What tells those of members on this instance, if it is their turn. */
  flushPresence(): (() => Reports) | null;
  broadcast(message: ServerMessage): void;
  /** Lead for the next control, ms. */
  leadMs(): number;
  dispose(): void;
}

/** Time for which news of a crowd's members is gathered, ms. Chosen: unnoticed in a list; five hundred who come at once cost ten messages, not five hundred. */
const GATHER_MS = 100;

/** Makes a room without sockets. `instance`: name of this instance. */
export function createLocalRoom(
  id: string,
  { instance, timers, hurry, build, onReports }: {
    instance: string;
    timers: Pick<Timers, "after">;
    /** Something is to be done before the next second. */
    hurry: () => void;
    /** Name of this build, told to pages. */
    build?: (() => string) | undefined;
    /** Hears, with each round of reports, what everybody says of themselves. */
    onReports?: (reports: Iterable<PresenceReport>) => void;
  },
): LocalRoom {
  const connections = new Set<Connection>();
  const behind = new Set<Connection>();
  const presence = createPresence(instance);
  const pastEpochs = new Set<string>();
  let document: RoomDocument | null = null;
  /** What everybody has been told of; those in `ahead` have been told more. */
  let told: RoomDocument | null = null;
  const ahead = new Map<Connection, RoomDocument>();
  let stopGathering: (() => void) | null = null;
  let hasNews = false;
  const roomText = forSame(roomTextOf);
  const presenceText = forSame((all: Reports) =>
    JSON.stringify(asOthersHear(all))
  );
  const crowdText = forSame((all: Readonly<Record<string, ToldReport>>) =>
    JSON.stringify(all)
  );
  /** Given while the room is a crowd. */
  let crowd: Crowd | null = null;
  let isOffBeat = false;
  const lead = forSame((all: Reports) =>
    leadFor(
      Object.values(all).flatMap(({ rttMs }) =>
        rttMs === undefined ? [] : [rttMs]
      ),
    )
  );
  /** What each page has said of the media last. */
  const media = new Map<string, MediaReport | undefined>();

  function stopTelling(known: RoomDocument) {
    stopGathering?.();
    stopGathering = null;
    told = known;
    ahead.clear();
  }

  /** Tells everybody what has changed since they were told. @see SPEC R72 */
  function tell() {
    const next = document;
    if (!next || !told) return;
    const text = patchText(told, next);
    for (const connection of connections) {
      const known = ahead.get(connection);
      if (known === next) continue;
      connection.send(known ? patchText(known, next) : text);
    }
    stopTelling(next);
  }

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
    fellBehind(connection) {
      behind.add(connection);
      hurry();
    },
    remove(connection) {
      connections.delete(connection);
      behind.delete(connection);
      ahead.delete(connection);
      media.delete(connection.id);
      presence.forget(connection.id, connection.memberId);
    },
    welcome(connection) {
      if (!document) return;
      if (document === told) ahead.delete(connection);
      else ahead.set(connection, document);
      // The large parts are the same for all who come at this revision.
      const start = JSON.stringify(
        {
          type: "welcome",
          protocol: PROTOCOL_VERSION,
          you: connection.memberId,
          ...(build ? { build: build() } : {}),
        } satisfies Partial<ServerMessage>,
      );
      const whole = roomText(document);
      const people = crowd
        ? crowdText(crowd.all())
        : presenceText(presence.all());
      connection.send(
        `${start.slice(0, -1)},"room":${whole},"presence":${people}}`,
      );
    },
    catchUp() {
      for (const connection of behind) {
        if (!connection.takeCatchUp()) continue;
        behind.delete(connection);
        // Who has not been let in yet has missed nothing.
        if (connections.has(connection)) room.welcome(connection);
      }
      return behind.size > 0;
    },
    publish(next) {
      const before = document;
      if (before?.epoch === next.epoch && next.rev <= before.rev) return false;
      if (pastEpochs.has(next.epoch)) return false;
      document = next;
      if (before?.members !== next.members) {
        presence.settle(next);
        crowd?.settle(new Set(next.members.map(({ id }) => id)));
      }
      // Who judges what is told of the media, and of which.
      hasNews ||= before?.members !== next.members ||
        before.video !== next.video || before.gate !== next.gate;
      if (!before || before.epoch !== next.epoch) stopTelling(next);
      if (!before) return true;
      if (before.epoch !== next.epoch) {
        pastEpochs.add(before.epoch);
        for (const connection of connections) room.welcome(connection);
        return true;
      }
      const mayWait = next.members.length >= CROWD &&
        isOfPeopleOnly(before, next);
      if (mayWait) stopGathering ??= timers.after(GATHER_MS, tell);
      else tell();
      return true;
    },
    presence: {
      report(source, memberId, report) {
        if (!isSame(report.media, media.get(source))) {
          media.set(source, report.media);
          hasNews = true;
          hurry();
        }
        presence.report(source, memberId, report);
      },
      hear(reports) {
        hasNews = true;
        hurry();
        presence.hear(reports);
      },
    },
    takeTold() {
      if (!hasNews) return null;
      hasNews = false;
      return Object.fromEntries(
        Object.entries(presence.all()).flatMap(([id, { media }]) =>
          media ? [[id, media]] : []
        ),
      );
    },
    flushPresence() {
      const isCrowd = (document?.members.length ?? 0) >= CROWD;
      if (!isCrowd) crowd = null;
      isOffBeat = crowd !== null && !isOffBeat;
      if (isOffBeat) return null;
      const { news, own } = presence.takeNews();
      const all = presence.all();
      const told = crowd
        ? crowd.take(all, Object.keys(news))
        : asOthersHear(news);
      // What went before it became one, everybody knows.
      if (isCrowd) crowd ??= createCrowd(all);
      if (Object.keys(told).length > 0) {
        onReports?.(Object.values(all));
        const skew = skewOf(Object.values(all));
        room.broadcast({
          type: "presence",
          presence: told,
          ...(skew ? { skew } : {}),
        });
      }
      return own;
    },
    broadcast(message) {
      const text = JSON.stringify(message);
      for (const connection of connections) connection.send(text);
    },
    leadMs: () => lead(presence.all()),
    dispose: () => stopGathering?.(),
  };

  return room;
}

function patchText(before: RoomDocument, next: RoomDocument): string {
  return JSON.stringify(
    {
      type: "patch",
      epoch: next.epoch,
      from: before.rev,
      rev: next.rev,
      patch: patchBetween(before, next),
    } satisfies ServerMessage,
  );
}

/** Whether two say the same; both are small, and made by one schema. */
function isSame(
  one: MediaReport | undefined,
  other: MediaReport | undefined,
): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Reports as the others hear them: of the media they hear what the room makes of it, of a player nothing. */
function asOthersHear(reports: Reports): Reports {
  return Object.fromEntries(
    Object.entries(reports).map((
      [id, { media: _media, player: _player, ...report }],
    ) => [
      id,
      report,
    ]),
  );
}
