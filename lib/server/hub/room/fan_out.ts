/**
 * Tells the sockets of one room how its document changes: what is the same for
 * all is made once, and nobody who has a document hears of a gap.
 * @module
 */
import type { RoomDocument } from "../../../room/document/document.ts";
import { isOfPeopleOnly, patchBetween } from "../../../room/document/patch.ts";
import { CROWD, PROTOCOL_VERSION } from "../../../shared/limits.ts";
import type { ServerMessage } from "../../../shared/room/protocol.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { Connection } from "../connection/connection.ts";
import { forSame } from "../../../shared/for_same.ts";
import { roomTextOf } from "./text.ts";

/** Sends a room's changes to its sockets. */
export interface FanOut {
  readonly connections: ReadonlySet<Connection>;
  add(connection: Connection): void;
  remove(connection: Connection): void;
  /** A slow reader has missed something. */
  fellBehind(connection: Connection): void;
  /** Hands the whole room to slow readers who read again. @returns Whether there are others. */
  catchUp(): boolean;
  /** Sends the whole room. */
  welcome(connection: Connection): void;
  /** The document has changed, within its epoch or to another. */
  changed(before: RoomDocument | null, next: RoomDocument): void;
  /** Tells what members say of themselves: with the next change where the room is controlled often, else at once. @see SPEC R73 */
  tellPresence(): void;
  dispose(): void;
}

/** Time for which news of a crowd's members is gathered, ms. Chosen: unnoticed in a list; five hundred who come at once cost ten messages, not five hundred. */
const GATHER_MS = 100;

/** Time since its last control in which a room is one that is controlled often, ms. Chosen: over the second after which what has waited is sent alone. */
const LIVELY_MS = 1500;

/** Makes it, without sockets. */
export function createFanOut(options: {
  timers: Pick<Timers, "after" | "now">;
  /** Something is to be done before the next second. */
  hurry: () => void;
  /** Name of this build, told to pages. */
  build: (() => string) | undefined;
  /** What everybody has said of themselves, as JSON. */
  presenceText: () => string;
  /** Takes what is news of it: fields of a message, as JSON without braces. */
  takeNews: () => string | null;
}): FanOut {
  const { timers, hurry, build } = options;
  const connections = new Set<Connection>();
  const behind = new Set<Connection>();
  /** What everybody has been told of; those in `ahead` have been told more. */
  let told: RoomDocument | null = null;
  const ahead = new Map<Connection, RoomDocument>();
  let document: RoomDocument | null = null;
  let stopGathering: (() => void) | null = null;
  let controlledAtMs = -Infinity;
  let isPresenceWaiting = false;
  const roomText = forSame(roomTextOf);

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
    const presence = isPresenceWaiting ? takePresence() : null;
    const rest = presence === null ? "" : `,${presence}`;
    const text = patchText(told, next, rest);
    for (const connection of connections) {
      const known = ahead.get(connection);
      if (known !== next) {
        connection.send(known ? patchText(known, next, rest) : text);
      } else if (presence !== null) {
        connection.send(presenceText(presence));
      }
    }
    stopTelling(next);
  }

  function takePresence(): string | null {
    isPresenceWaiting = false;
    return options.takeNews();
  }

  function broadcast(text: string) {
    for (const connection of connections) connection.send(text);
  }

  function welcome(connection: Connection) {
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
    const room = roomText(document);
    const presence = options.presenceText();
    connection.send(
      `${start.slice(0, -1)},"room":${room},"presence":${presence}}`,
    );
  }

  return {
    connections,
    add: (connection) => void connections.add(connection),
    remove(connection) {
      connections.delete(connection);
      behind.delete(connection);
      ahead.delete(connection);
    },
    fellBehind(connection) {
      behind.add(connection);
      hurry();
    },
    catchUp() {
      for (const connection of behind) {
        if (!connection.takeCatchUp()) continue;
        behind.delete(connection);
        // Who has not been let in yet has missed nothing.
        if (connections.has(connection)) welcome(connection);
      }
      return behind.size > 0;
    },
    welcome,
    changed(before, next) {
      document = next;
      if (before?.epoch !== next.epoch) stopTelling(next);
      if (!before) return;
      if (before.epoch !== next.epoch) {
        for (const connection of connections) welcome(connection);
        return;
      }
      if (before.lastAction?.rev !== next.lastAction?.rev) {
        controlledAtMs = timers.now();
      }
      const mayWait = next.members.length >= CROWD &&
        isOfPeopleOnly(before, next);
      if (mayWait) stopGathering ??= timers.after(GATHER_MS, tell);
      else tell();
    },
    tellPresence() {
      const isLively = timers.now() - controlledAtMs < LIVELY_MS;
      if (isLively && !isPresenceWaiting) {
        isPresenceWaiting = true;
        return;
      }
      const presence = takePresence();
      if (presence !== null) broadcast(presenceText(presence));
    },
    dispose: () => stopGathering?.(),
  };
}

function presenceText(fields: string): string {
  return `{"type":"presence",${fields}}`;
}

/** @param rest Further fields, as JSON behind a comma. */
function patchText(
  before: RoomDocument,
  next: RoomDocument,
  rest: string,
): string {
  const text = JSON.stringify(
    {
      type: "patch",
      epoch: next.epoch,
      from: before.rev,
      rev: next.rev,
      patch: patchBetween(before, next),
    } satisfies ServerMessage,
  );
  return rest === "" ? text : `${text.slice(0, -1)}${rest}}`;
}
