/**
 * The port to the other instances: who lives, and what passes between them
 * beside the room documents.
 * @module
 */
import type { PresenceReport } from "../../shared/room/protocol.ts";

/** Reports by member id. */
export type Reports = Readonly<Record<string, PresenceReport>>;

/** The way to the other instances. */
export interface Peers {
  /**
   * Says that an instance lives, for `LEASE_MS`.
   * @returns The instances that live.
   * @throws {DomainError} `store_unavailable`
   */
  heartbeat(instance: string): Promise<ReadonlySet<string>>;
  /** Passes reports of a room's members on. May lose them; never throws. */
  publish(roomId: string, reports: Reports): void;
  /** Hears what other instances publish. @returns The disposer. */
  subscribe(roomId: string, hear: (reports: Reports) => void): () => void;
}

/** Time between two signs of life, ms. Source: docs/design.md, "Rooms". */
export const HEARTBEAT_MS = 5000;

/** Life of a sign of life, ms. Chosen: one may be lost; with two looks the roster is true within 25 s. */
export const LEASE_MS = 11_000;

/** For a server on its own. */
export const noPeers: Peers = {
  heartbeat: (instance) => Promise.resolve(new Set([instance])),
  publish() {},
  subscribe: () => () => {},
};
