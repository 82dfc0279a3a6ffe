/**
 * A hub on a store that others share, with people who come by memory sockets.
 * @module
 */
import { createHub } from "@/lib/server/hub/hub.ts";
import type { Log } from "@/lib/server/log/log.ts";
import type { Backend } from "@/lib/server/store/store.ts";
import { applyPatch } from "@/lib/shared/room/patch.ts";
import type { Room } from "@/lib/shared/room/protocol.ts";
import { HubVisitor } from "@/tests/support/virtual_hub.ts";
import { until } from "../store_contract/store_contract.ts";

/** Starts an instance in real time. */
export function startInstance(
  backend: Backend & { log: Log; logged: string[] },
) {
  const hub = createHub({ ...backend, maxMembers: 200 });
  return {
    hub,
    logged: backend.logged,
    async enter(id: string): Promise<HubVisitor> {
      const visitor = new HubVisitor(hub, id, { roomId: "r" });
      await until(() => visitor.socket.all("welcome").length > 0);
      return visitor;
    },
    async close() {
      hub.dispose();
      await backend.store.close();
    },
  };
}

/** What a visitor knows of the room: the last welcome and all patches since. */
export function roomOf(visitor: HubVisitor): Room {
  const { sent } = visitor.socket;
  let room: Room | null = null;
  for (const message of sent) {
    if (message.type === "welcome") room = message.room;
    if (message.type === "patch" && room) {
      room = { ...applyPatch(room, message.patch), rev: message.rev };
    }
  }
  if (!room) throw new Error(`${visitor.id} has not been welcomed`);
  return room;
}
