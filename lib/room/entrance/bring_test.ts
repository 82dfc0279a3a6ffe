import { assertEquals } from "@std/assert";
import { TestRoom, VIDEOS } from "../../../tests/support/rooms.ts";

let ids = 0;

/** Somebody comes with a video. */
function bring(room: TestRoom, memberId: string, videoId: string) {
  const video = VIDEOS[videoId];
  if (!video) throw new Error(`no video ${videoId}`);
  return room.try({ type: "bring", memberId, commandId: `b${ids++}`, video });
}

Deno.test("[P31] what somebody picked outside is put on where nothing is, as theirs", () => {
  const room = new TestRoom("ann");
  assertEquals(bring(room, "ann", "v1"), null);
  assertEquals(room.document.video?.id, "v1");
  assertEquals(room.document.lastAction, {
    by: "ann",
    username: "ANN",
    kind: "load",
    rev: room.document.rev,
  });
});

Deno.test("[P31] it is suggested where something is on, and by who has no remote", () => {
  const room = new TestRoom("ann", "ben");
  assertEquals(bring(room, "ben", "v1"), null);
  assertEquals(room.document.video, null);
  assertEquals(bring(room, "ann", "v2"), null);
  assertEquals(room.document.video?.id, "v2");
  // Two who come at once do not take each other's film off.
  room.tell("ann", { type: "set_control", control: "everyone" });
  assertEquals(bring(room, "ben", "short"), null);
  assertEquals(room.document.video?.id, "v2");
  assertEquals(
    room.document.queue.map(({ by, video }) => [by, video.id]),
    [["ben", "v1"], ["ben", "short"]],
  );
});

Deno.test("[P31] what is on, or waits already, is left; a person who has left brings nothing", () => {
  const room = new TestRoom("ann", "ben");
  bring(room, "ann", "v1");
  bring(room, "ben", "v2");
  const { rev } = room.document;
  assertEquals(bring(room, "ben", "v1"), null);
  assertEquals(bring(room, "ann", "v2"), null);
  assertEquals(room.document.rev, rev);
  assertEquals(bring(room, "cat", "short"), "not_a_member");
});
