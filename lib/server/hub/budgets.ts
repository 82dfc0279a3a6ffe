/**
 * What each person may ask of a hub, so that nobody uses up what is there for
 * all. Kept by person, not by socket: closing and opening changes nothing.
 * @module
 */
import { COMMAND_BURST, COMMANDS_PER_S } from "../../shared/limits.ts";
import type { Timers } from "../../shared/timers.ts";
import {
  type Bucket,
  createBucket,
  takeToken,
} from "../limits/token_bucket.ts";
import { MAX_OPEN_ROOMS } from "./room/limits.ts";

/** What each person has used of a hub. */
export interface HubBudgets {
  /** Counts a command. @returns Whether it may pass. @see SPEC R44 */
  mayCommand(personId: string): boolean;
  /** A page of a person opens in a room. @returns The room whose pages they have to give up for it. @see SPEC R45 */
  open(personId: string, roomId: string): string | null;
  /** A page of a person is gone. */
  close(personId: string, roomId: string): void;
  /** Forgets whom there is nothing to hold against. */
  sweep(): void;
}

/** Time in which an empty bucket fills again, ms. */
const FULL_AFTER_MS = COMMAND_BURST / COMMANDS_PER_S * 1000;

/** Makes the books of one hub. */
export function createHubBudgets(timers: Pick<Timers, "now">): HubBudgets {
  const limits = { perS: COMMANDS_PER_S, burst: COMMAND_BURST };
  const commands = new Map<string, Bucket>();
  /** Open pages by person and room; the room entered first comes first. */
  const open = new Map<string, Map<string, number>>();
  return {
    open(personId, roomId) {
      const rooms = open.get(personId) ?? new Map<string, number>();
      open.set(personId, rooms);
      const [first] = rooms.keys();
      const isTooMany = !rooms.has(roomId) && rooms.size >= MAX_OPEN_ROOMS;
      rooms.set(roomId, (rooms.get(roomId) ?? 0) + 1);
      return isTooMany ? first ?? null : null;
    },
    close(personId, roomId) {
      const rooms = open.get(personId);
      const left = (rooms?.get(roomId) ?? 1) - 1;
      if (left > 0) rooms?.set(roomId, left);
      else rooms?.delete(roomId);
      if (rooms?.size === 0) open.delete(personId);
    },
    mayCommand(personId) {
      const nowMs = timers.now();
      const bucket = commands.get(personId) ?? createBucket(limits, nowMs);
      const next = takeToken(bucket, { limits, nowMs });
      if (next) commands.set(personId, next);
      return next !== null;
    },
    sweep() {
      const nowMs = timers.now();
      for (const [personId, { atMs }] of commands) {
        if (nowMs - atMs > FULL_AFTER_MS) commands.delete(personId);
      }
    },
  };
}
