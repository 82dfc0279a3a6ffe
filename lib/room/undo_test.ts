import { assert, assertEquals } from "@std/assert";
import { UNDO_MS } from "../shared/limits.ts";
import type { Command } from "../shared/room/protocol.ts";
import { TestRoom } from "../../tests/support/rooms.ts";

/** A is host and watches v1 for 20 s; B has suggested v2. */
function watching(): TestRoom {
  const room = new TestRoom("a", "b");
  room.tell("b", { type: "suggest", videoId: "v2" });
  room.tell("a", { type: "load", videoId: "v1" });
  return room.ready("a", "b").wait(20_000);
}

/** Does something, and takes it back after some time. @returns The refusal's code, or `null`. */
function undone(
  room: TestRoom,
  { by, command, afterMs = 1000 }: {
    by: string;
    command: Command;
    afterMs?: number;
  },
) {
  assertEquals(room.tell(by, command), null);
  const { rev } = room.document;
  room.wait(afterMs);
  return room.tell(by, { type: "undo", rev });
}

Deno.test("[R91] a pick, a seek, a removal and a hand-over can be taken back", () => {
  const picked = watching();
  const load: Command = { type: "load", videoId: "v2" };
  assertEquals(undone(picked, { by: "a", command: load }), null);
  assertEquals(picked.document.video?.id, "v1");
  assertEquals(picked.document.timeline.position, 20);
  assertEquals(picked.document.gate?.reason, "load");
  assertEquals(picked.document.lastAction?.kind, "undo");

  const sought = watching();
  const seek: Command = { type: "seek", position: 90 };
  assertEquals(undone(sought, { by: "a", command: seek }), null);
  assertEquals(sought.document.timeline.position, 20);

  const [item] = watching().document.queue;
  assert(item);
  const removed = watching();
  const itemId = removed.document.queue[0]?.id ?? "";
  assertEquals(
    undone(removed, { by: "b", command: { type: "remove_item", itemId } }),
    null,
  );
  assertEquals(removed.document.queue.map(({ id }) => id), [itemId]);

  const played = watching();
  const first = played.document.queue[0]?.id ?? "";
  const play: Command = { type: "play_item", itemId: first };
  assertEquals(undone(played, { by: "a", command: play }), null);
  assertEquals(played.document.video?.id, "v1");
  assertEquals(played.document.queue.map(({ id }) => id), [first]);

  const handed = watching();
  const handOver: Command = { type: "hand_over", to: "b" };
  assertEquals(undone(handed, { by: "a", command: handOver }), null);
  assertEquals(handed.document.host, "a");
});

Deno.test("[R91] only one's own, only the last, only in time", () => {
  const room = watching();
  room.tell("a", { type: "seek", position: 90 });
  const { rev } = room.document;
  assertEquals(room.tell("b", { type: "undo", rev }), "undo_too_late");
  room.tell("a", { type: "seek", position: 50 });
  assertEquals(room.tell("a", { type: "undo", rev }), "undo_too_late");
  const late = watching();
  const seek: Command = { type: "seek", position: 90 };
  assertEquals(
    undone(late, { by: "a", command: seek, afterMs: UNDO_MS }),
    "undo_too_late",
  );
  assertEquals(late.tell("a", { type: "undo", rev: 0 }), "undo_too_late");
  const twice = watching();
  assertEquals(undone(twice, { by: "a", command: seek }), null);
  const again = twice.document.rev - 1;
  assertEquals(twice.tell("a", { type: "undo", rev: again }), "undo_too_late");
});

Deno.test("[R91] what has moved on since stays as it is", () => {
  const room = watching();
  room.tell("a", { type: "hand_over", to: "b" });
  const { rev } = room.document;
  room.tell("b", { type: "load", videoId: "v2" });
  // The newer change is the one that can be taken back.
  assertEquals(room.tell("a", { type: "undo", rev }), "undo_too_late");
  assertEquals(room.document.host, "b");
});

Deno.test("[R92] anyone asks for the remote; it changes nothing by itself", () => {
  const room = watching();
  const { rev, host } = room.document;
  assertEquals(room.tell("b", { type: "ask_remote" }), null);
  assertEquals(room.document.host, host);
  assertEquals(room.document.lastAction, {
    by: "b",
    username: "B",
    kind: "ask_remote",
    rev: rev + 1,
  });
});
