/**
 * Deliberate mistakes. Each must be noticed by the simulation: a net that
 * catches nothing proves nothing.
 * @module
 */
import type { RoomDocument } from "@/lib/room/document/document.ts";
import { isRejection, type Operation } from "@/lib/room/operation.ts";
import type { Rules } from "@/lib/server/hub/room/updates.ts";
import type { Bug } from "./world.ts";

/** Changes what the rules decide. */
function spoiled(
  spoil: (
    result: RoomDocument,
    given: { base: RoomDocument; operation: Operation },
  ) => RoomDocument,
): Bug {
  return {
    rules: (rules) => ({
      ...rules,
      reduce(base, operation, moment) {
        const result = rules.reduce(base, operation, moment);
        return isRejection(result) || result === base
          ? result
          : spoil(result, { base, operation });
      },
    }),
  };
}

/** Rules that overlook some operations. */
function overlooking(...types: Operation["type"][]): Bug {
  return {
    rules: (rules) => ({
      ...rules,
      reduce: (base, operation, moment) =>
        types.includes(operation.type)
          ? base
          : rules.reduce(base, operation, moment),
    }),
  };
}

/** Judges a command as if the room still were what it was some changes ago. */
function stalePermissions(rules: Rules): Rules {
  const past = new Map<string, RoomDocument[]>();
  return {
    ...rules,
    reduce(base, operation, moment) {
      const seen = past.get(base.id) ?? [];
      past.set(base.id, [...seen, base].slice(-4));
      const [stale] = seen;
      if (operation.type !== "command" || !stale) {
        return rules.reduce(base, operation, moment);
      }
      const judged = { ...base, host: stale.host, settings: stale.settings };
      const result = rules.reduce(judged, operation, moment);
      if (result === judged) return base;
      const isOther = ["hand_over", "set_control", "set_wait"]
        .includes(operation.command.type);
      return isRejection(result) || isOther
        ? result
        : { ...result, host: base.host, settings: base.settings };
    },
  };
}

/** The mistakes by name. */
export const BUGS: Record<string, Bug> = {
  "a swap that does not compare": { store: { ignoresVersion: true } },
  "a store that says it wrote and did not": { store: { losesWrites: true } },
  "an instance that hears of no change": { store: { isMute: true } },
  "commands that are not remembered": spoiled((room) => ({
    ...room,
    applied: room.applied.map((one, index) =>
      index < room.applied.length - 1 ? { ...one, id: `x${one.rev}` } : one
    ),
  })),
  "permissions judged before the swap": { rules: stalePermissions },
  "a change that keeps its revision": spoiled((room, { operation }) =>
    operation.type === "command" ? { ...room, rev: room.rev - 1 } : room
  ),
  "a newcomer who takes the host's place": spoiled((room, { operation }) =>
    operation.type === "join" ? { ...room, host: operation.member.id } : room
  ),
  "nobody follows a host who is gone": spoiled((room, { base }) =>
    room.members.length > 0 ? { ...room, host: base.host ?? room.host } : room
  ),
  "connections that are never signed off": overlooking(
    "disconnect",
    "leave",
    "reconcile",
  ),
  "nobody reconciles": overlooking("reconcile"),
  "a gate that nothing ends": {
    rules: (rules) => ({ ...rules, nextSettleAt: () => null }),
  },
  "a room that forgets whom it has waited for": spoiled((room) => ({
    ...room,
    patience: [],
  })),
  "a seek that misses by a frame": spoiled((room, { operation }) =>
    operation.type === "command" && operation.command.type === "seek"
      ? {
        ...room,
        timeline: {
          ...room.timeline,
          position: Math.max(0, room.timeline.position - 0.04),
        },
      }
      : room
  ),
  "a rate that forgets the time played": spoiled((room, { base, operation }) =>
    operation.type === "command" && operation.command.type === "rate"
      ? {
        ...room,
        timeline: { ...room.timeline, position: base.timeline.position },
      }
      : room
  ),
  "a timeline that holds from now, not ahead": spoiled((room, { base }) =>
    room.timeline === base.timeline ? room : {
      ...room,
      timeline: { ...room.timeline, at: room.timeline.at - 100 },
    }
  ),
  "a slow reader whom nobody stops": {
    network: (network) => {
      network.hidesBacklog = true;
    },
  },
  "a change that gets lost on the way to a page": {
    network(network, random) {
      network.spoil = (text) =>
        text.startsWith('{"type":"patch"') && random.chance(0.02)
          // The page is led to believe that nothing was in between.
          ? '{"type":"ping_request"}'
          : text.replace(
            /"from":\d+,"rev":(\d+)/,
            (_, rev) => `"from":${Number(rev) - 1},"rev":${rev}`,
          );
    },
  },
};
