/**
 * The connections of a room's members: an instance counts its own, and what the
 * document says of them is reconciled with that. It heals what a store's outage
 * or a killed instance left behind.
 * @module
 */
import type { Person } from "../../shared/person.ts";
import type { RoomDocument, StoredMember } from "../document/document.ts";
import { removalOf } from "../document/removals.ts";
import { settleMembers } from "./succession.ts";

/** Somebody with the connections that an instance holds for them. */
interface PresentMember {
  member: Person;
  connections: readonly string[];
}

/** What an instance knows about who is here. */
export interface Presences {
  /** The instance that counts. */
  instance: string;
  present: readonly PresentMember[];
  /** Connections of this instance that are about to come or go: left as they are. */
  moving: readonly string[];
  /** Instances that are gone: their connections are struck off. */
  lost: readonly string[];
}

/** Makes the id of a connection; no part may contain a dot. `page`: the open page, which has one connection: its newest. */
export function connectionIdOf(
  { instance, page, name }: { instance: string; page: string; name: string },
): string {
  return `${instance}.${page}.${name}`;
}

/** The instance that holds a connection. */
export function instanceOf(connectionId: string): string {
  const [instance = ""] = connectionId.split(".", 1);
  return instance;
}

/** The page that holds a connection. */
function pageOf(connectionId: string): string {
  return connectionId.split(".")[1] ?? connectionId;
}

/** Whether a page has gone on to another connection than this one. @see SPEC R34 */
export function isSuperseded(
  connectionId: string,
  connections: readonly string[],
): boolean {
  if (connections.includes(connectionId)) return false;
  const page = pageOf(connectionId);
  return connections.some((id) => pageOf(id) === page);
}

/** The connections that stand beside a new one: all but those of its page. */
export function besides(
  connectionId: string,
  connections: readonly string[],
): string[] {
  const page = pageOf(connectionId);
  return connections.filter((id) => pageOf(id) !== page);
}

/** Instances that hold connections of members. */
export function instancesIn(
  members: readonly Pick<StoredMember, "connections">[],
): Set<string> {
  return new Set(
    members.flatMap(({ connections }) => connections.map(instanceOf)),
  );
}

/**
 * Puts the members' connections right.
 * @returns The same object when nothing is wrong.
 * @see SPEC R20
 */
export function reconcile(
  room: RoomDocument,
  call: Presences,
  nowMs: number,
): RoomDocument {
  const present = new Map(call.present.map((one) => [one.member.id, one]));
  const held = new Set([
    ...call.present.flatMap(({ connections }) => connections),
    ...call.moving,
  ]);
  const stands = (id: string) => {
    const instance = instanceOf(id);
    return instance === call.instance
      ? held.has(id)
      : !call.lost.includes(instance);
  };
  const known = room.members.map((member) => {
    const missing = present.get(member.id)?.connections.filter((id) =>
      !member.connections.includes(id) &&
      !isSuperseded(id, member.connections)
    ) ?? [];
    present.delete(member.id);
    const standing = member.connections.filter(stands);
    return standing.length === member.connections.length && missing.length === 0
      ? member
      : withPages(member, [...standing, ...missing], nowMs);
  });
  const back = [...present.values()]
    // Their pages are on their way out.
    .filter(({ member }) => removalOf(room, member.id, nowMs) === null)
    .map(({ member, connections }) =>
      withPages({ ...member, joinedAt: nowMs, hidden: [] }, connections, nowMs)
    );
  const isSame = back.length === 0 &&
    known.every((member, index) => member === room.members[index]);
  return isSame
    ? room
    : settleMembers({ ...room, members: [...known, ...back] }, nowMs);
}

/**
 * A member with these connections; without any they are gone since now. They
 * are hidden when all of their pages are.
 * @see SPEC G4, G10
 */
export function withPages(
  member:
    & Omit<StoredMember, "connections" | "goneAt" | "isHidden">
    & Partial<Pick<StoredMember, "goneAt">>,
  connections: readonly string[],
  nowMs: number,
): StoredMember {
  const hidden = member.hidden.filter((id) => connections.includes(id));
  const isHere = connections.length > 0;
  return {
    ...member,
    connections: [...connections],
    hidden,
    isHidden: isHere && hidden.length === connections.length,
    goneAt: isHere ? null : member.goneAt ?? nowMs,
  };
}
