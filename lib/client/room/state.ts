/**
 * What a client knows of its room, as a pure step from message to state.
 * @module
 */
import { PROTOCOL_VERSION } from "../../shared/limits.ts";
import { applyPatch } from "../../shared/room/patch.ts";
import type {
  Action,
  PublicReport,
  Room,
  ServerMessage,
  Skew,
  Version,
} from "../../shared/room/protocol.ts";

/** The client's copy of the room. */
export interface RoomState {
  room: Room | null;
  /** Version with which this client came in; what happened before is no news. */
  since: Version | null;
  /** This person's member id. */
  you: string | null;
  presence: Record<string, PublicReport>;
  /** How far apart all screens are; `null` when fewer than two play. */
  skew: Skew | null;
  /** Newest signed copy, handed back with the next ticket. */
  snapshot: string | null;
  /** The server's build; `null` before it has told. */
  build: string | null;
}

/** What a message asks the client to do. */
type RoomEffect =
  | { type: "resync" }
  /** Answer the server's sign-of-life request. */
  | { type: "answer_ping_request" }
  /** The server speaks another protocol: the page is old. */
  | { type: "outdated" };

/** Before the first `welcome`. */
export const NO_ROOM: RoomState = {
  room: null,
  since: null,
  you: null,
  presence: {},
  skew: null,
  snapshot: null,
  build: null,
};

/**
 * Takes in one message. Versions never go back within an epoch; a gap asks
 * for the whole room.
 * @see SPEC R13–R14
 */
export function receive(
  state: RoomState,
  message: ServerMessage,
): { state: RoomState; effects: RoomEffect[] } {
  switch (message.type) {
    case "welcome": {
      const { build = null } = message;
      if (message.protocol !== PROTOCOL_VERSION) {
        return {
          state: { ...state, build },
          effects: [{ type: "outdated" }],
        };
      }
      // Read from the store after all that this client has seen: should it be
      // older, the store has lost what came after.
      const { room, you, presence } = message;
      const since = { epoch: room.epoch, rev: room.rev };
      // A copy of another life of the room has done its part, or came too late.
      const snapshot = state.room?.epoch === room.epoch ? state.snapshot : null;
      return {
        state: { ...state, room, since, you, presence, snapshot, build },
        effects: [],
      };
    }
    case "patch": {
      // What people say of themselves is true whatever becomes of the patch.
      if (message.presence) {
        const { presence, skew, ...patch } = message;
        const told = receive(state, { type: "presence", presence, skew });
        return receive(told.state, patch);
      }
      const { room } = state;
      if (!room) return { state, effects: [] };
      if (room.epoch === message.epoch && message.rev <= room.rev) {
        return { state, effects: [] };
      }
      if (room.epoch !== message.epoch || room.rev !== message.from) {
        return { state, effects: [{ type: "resync" }] };
      }
      const next = { ...applyPatch(room, message.patch), rev: message.rev };
      return {
        state: {
          ...state,
          room: next,
          presence: next.members !== room.members
            ? presentOnly(state.presence, next)
            : state.presence,
        },
        effects: [],
      };
    }
    case "presence":
      return {
        state: {
          ...state,
          presence: { ...state.presence, ...message.presence },
          skew: message.skew ?? null,
        },
        effects: [],
      };
    case "snapshot":
      return { state: { ...state, snapshot: message.snapshot }, effects: [] };
    case "ping_request":
      return { state, effects: [{ type: "answer_ping_request" }] };
    case "ack":
    case "error":
    case "pong":
    case "bye":
      return { state, effects: [] };
  }
}

/** What somebody did last, if it was while this client was here. @see SPEC U10 */
export function newsOf({ room, since }: RoomState): Action | null {
  const { lastAction } = room ?? {};
  return lastAction && since && lastAction.rev > since.rev ? lastAction : null;
}

function presentOnly(
  presence: Record<string, PublicReport>,
  room: Room,
): Record<string, PublicReport> {
  const ids = new Set(room.members.map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(presence).filter(([id]) => ids.has(id)),
  );
}
