import { assert, assertEquals } from "@std/assert";
import { NO_ROOM, receive } from "../../../client/room/state.ts";
import type { PresenceReport } from "../../../shared/room/protocol.ts";
import {
  type HubVisitor,
  startHub,
} from "../../../../tests/support/virtual_hub.ts";

const report = (driftMs: number): PresenceReport => ({
  status: "active",
  driftMs,
});

/** What a page knows after all that it was sent. */
function pageOf({ socket }: HubVisitor) {
  let state = NO_ROOM;
  for (const message of socket.sent) state = receive(state, message).state;
  return state;
}

Deno.test("[R73] in a room that is controlled often presence travels with the next change", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  ann.tell({ type: "load", videoId: "v1" });
  await advance(1100);
  const alone = () => ben.socket.all("presence").length;
  const before = alone();
  for (let n = 0; n < 20; n++) {
    ann.say({ type: "report", report: report(n) });
    ann.tell({ type: "seek", position: n });
    await advance(250);
  }
  assertEquals(alone(), before);
  const carried = ben.socket.all("patch").filter(({ presence }) => presence);
  assert(carried.length >= 4 && carried.length <= 6, `${carried.length}`);

  // The last word waits for a change that does not come, and a second later goes alone.
  ann.say({ type: "report", report: report(99) });
  await advance(2100);
  assertEquals(alone(), before + 1);
  assertEquals(pageOf(ben).presence.ann, report(99));
  // A room at rest waits for nothing.
  await advance(2000);
  ann.say({ type: "report", report: report(100) });
  await advance(1000);
  assertEquals(pageOf(ben).presence.ann, report(100));
});

Deno.test("[R73] who comes while presence waits for a change misses none of it", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  ann.tell({ type: "load", videoId: "v1" });
  ann.say({ type: "report", report: report(1) });
  await advance(1100);
  const ben = await enter("ben");
  ann.tell({ type: "seek", position: 3 });
  await advance(0);
  assertEquals(pageOf(ben).presence.ann, report(1));
  assertEquals(pageOf(ben).room?.timeline.position, 3);
});
