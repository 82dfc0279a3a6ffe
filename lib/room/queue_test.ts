import { assert, assertEquals } from "@std/assert";
import {
  MAX_QUEUE_LENGTH,
  MAX_QUEUE_SHARE,
  NEXT_VIDEO_MS,
} from "../shared/limits.ts";
import { TestRoom, VIDEOS } from "../../tests/support/rooms.ts";
import { nextSettleAt } from "./reducer.ts";

function titles(room: TestRoom): string[] {
  return room.document.queue.map(({ video }) => video.id);
}

function itemId(room: TestRoom, index: number): string {
  const item = room.document.queue[index];
  assert(item);
  return item.id;
}

/** A is host; B has suggested v1 and v2. */
function withQueue(): TestRoom {
  const room = new TestRoom("a", "b", "c");
  assertEquals(room.tell("b", { type: "suggest", videoId: "v1" }), null);
  assertEquals(room.tell("b", { type: "suggest", videoId: "v2" }), null);
  return room;
}

Deno.test("[Q1] anyone suggests, up to the limit", () => {
  const room = withQueue();
  assertEquals(titles(room), ["v1", "v2"]);
  assertEquals(room.document.queue[0]?.by, "b");
  while (room.document.queue.length < MAX_QUEUE_LENGTH) {
    assertEquals(room.tell("a", { type: "suggest", videoId: "v1" }), null);
  }
  for (const id of ["a", "c"]) {
    assertEquals(
      room.tell(id, { type: "suggest", videoId: "v1" }),
      "queue_full",
    );
  }
  assertEquals(
    room.tell("c", { type: "suggest", videoId: "v9" }),
    "unknown_video",
  );
});

Deno.test("[Q2] whoever may control plays, moves and removes", () => {
  const room = withQueue();
  const first = itemId(room, 0);
  for (
    const command of [
      { type: "play_item", itemId: first },
      { type: "move_item", itemId: first, to: 1 },
      { type: "remove_item", itemId: first },
    ] as const
  ) assertEquals(room.tell("c", command), "not_allowed", command.type);
  room.tell("a", { type: "move_item", itemId: first, to: 99 });
  assertEquals(titles(room), ["v2", "v1"]);
  room.tell("a", { type: "play_item", itemId: first });
  assertEquals(titles(room), ["v2"]);
  assertEquals(room.document.video?.id, "v1");
  room.tell("a", { type: "remove_item", itemId: itemId(room, 0) });
  assertEquals(titles(room), []);
  assertEquals(
    room.tell("a", { type: "remove_item", itemId: first }),
    "not_in_queue",
  );
});

Deno.test("[Q3] members may take back a video that they suggested", () => {
  const room = withQueue();
  assertEquals(
    room.tell("b", { type: "remove_item", itemId: itemId(room, 0) }),
    null,
  );
  assertEquals(titles(room), ["v2"]);
});

Deno.test("[Q4] an item that is played goes through the gate", () => {
  const room = withQueue();
  room.tell("a", { type: "play_item", itemId: itemId(room, 1) });
  assertEquals(room.document.gate?.reason, "load");
  assertEquals(room.document.timeline.playing, false);
});

Deno.test("[Q5] [Q20] some seconds after the end of a video the next one starts, after the gate", () => {
  const room = withQueue();
  room.tell("a", { type: "play_item", itemId: itemId(room, 1) });
  room.ready("a", "b", "c");
  const { at } = room.document.timeline;
  const dueMs = at + 50_000 + NEXT_VIDEO_MS;
  assertEquals(nextSettleAt(room.document), dueMs);
  room.wait(dueMs - 1 - room.nowMs).apply({ type: "settle" });
  assertEquals(room.document.video?.id, "v2");
  room.wait(1).apply({ type: "settle" });
  assertEquals(room.document.video?.id, "v1");
  assertEquals(room.document.gate?.waitingFor, ["a", "b", "c"]);
  assertEquals(room.document.lastAction?.kind, "next");
  assertEquals(room.document.lastAction?.by, "b");
});

Deno.test("[Q20] between two videos whoever may control stays, or goes on at once", () => {
  const ended = () => {
    const room = withQueue();
    room.tell("a", { type: "play_item", itemId: itemId(room, 1) });
    room.ready("a", "b", "c");
    return room.wait(50_000 + 1000);
  };
  const stays = ended();
  assertEquals(stays.tell("b", { type: "pause" }), "not_allowed");
  assertEquals(stays.tell("a", { type: "pause" }), null);
  assertEquals(nextSettleAt(stays.document), null);
  stays.wait(60_000).apply({ type: "settle" });
  assertEquals(stays.document.video?.id, "v2");
  assertEquals(stays.document.timeline.position, 50);
  const goesOn = ended();
  goesOn.tell("a", { type: "play_item", itemId: itemId(goesOn, 0) });
  assertEquals(goesOn.document.video?.id, "v1");
});

Deno.test("[R90] a speed is for one video: the next plays as it was made", () => {
  const room = withQueue();
  room.tell("a", { type: "play_item", itemId: itemId(room, 1) });
  room.ready("a", "b", "c");
  room.tell("a", { type: "rate", rate: 2 });
  room.wait(40_000).apply({ type: "settle" });
  assertEquals(room.document.video?.id, "v1");
  assertEquals(room.document.timeline.rate, 1);
});

Deno.test("[Q5] an empty room goes through no queue", () => {
  const room = withQueue();
  room.tell("a", { type: "play_item", itemId: itemId(room, 1) });
  room.ready("a", "b", "c");
  for (const id of ["a", "b", "c"]) room.disconnect(id);
  room.wait(200_000).apply({ type: "settle" });
  assertEquals(room.document.video?.id, "v2");
  assertEquals(nextSettleAt(room.document), null);
});

Deno.test("[Q6] a guest has a share of the list, and makes room by taking one back", () => {
  const room = new TestRoom("a", "b", "c");
  const suggest = (id: string) =>
    room.tell(id, { type: "suggest", videoId: "v1" });
  for (let n = 0; n < MAX_QUEUE_SHARE; n++) assertEquals(suggest("b"), null);
  assertEquals(suggest("b"), "queue_share_full");
  assertEquals(suggest("c"), null);
  room.tell("b", { type: "remove_item", itemId: itemId(room, 0) });
  assertEquals(suggest("b"), null);
  assertEquals(suggest("b"), "queue_share_full");
});

Deno.test("[Q7] ids of items are made by the server, and no two are alike", () => {
  const room = new TestRoom("a", "b");
  const video = VIDEOS.v1;
  for (const memberId of ["a", "b", "a"]) {
    room.apply({
      type: "command",
      memberId,
      commandId: `wished-${room.document.rev}`,
      base: room.document,
      command: { type: "suggest", videoId: "v1" },
      ...(video ? { video } : {}),
    });
  }
  const ids = room.document.queue.map(({ id }) => id);
  assertEquals(new Set(ids).size, 3);
  assertEquals(ids.filter((id) => id.includes("wished")), []);
});

Deno.test("[Q8] taking an item off takes that one, also where ids were doubled once", () => {
  const room = withQueue();
  const [first, second] = room.document.queue;
  assert(first && second);
  room.document = {
    ...room.document,
    queue: [first, { ...second, id: first.id, by: "a" }],
  };
  room.tell("b", { type: "remove_item", itemId: first.id });
  assertEquals(titles(room), ["v2"]);
});
