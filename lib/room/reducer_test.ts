import { assert, assertEquals, assertObjectMatch } from "@std/assert";
import type { Command, RoomVideo } from "../shared/room/protocol.ts";
import { createRoom, type RoomDocument } from "./document/document.ts";
import { positionAt } from "../shared/room/timeline.ts";
import type { Moment } from "./operation.ts";
import { nextSettleAt, reduce } from "./reducer.ts";
import { isRejection, type Operation, type Rejection } from "./operation.ts";

const VIDEO = { id: "v1", title: "One", duration: 100 };
const START_MS = 1_000_000;

function at(nowMs: number): Moment {
  return { nowMs, leadMs: 200 };
}

function must(result: RoomDocument | Rejection): RoomDocument {
  assert(!isRejection(result), isRejection(result) ? result.message : "");
  return result;
}

function join(
  room: RoomDocument,
  id: string,
  options: { nowMs?: number; connectionId?: string; maxMembers?: number } = {},
): RoomDocument | Rejection {
  const { nowMs = START_MS, connectionId = `c-${id}`, maxMembers = 200 } =
    options;
  return reduce(room, {
    type: "join",
    member: { id, username: id.toUpperCase(), avatarUrl: null },
    connectionId,
    maxMembers,
  }, at(nowMs));
}

function codeOf(result: RoomDocument | Rejection): string | null {
  return isRejection(result) ? result.rejected : null;
}

let commands = 0;

function command(
  room: RoomDocument,
  memberId: string,
  options: {
    command: Command;
    nowMs?: number;
    commandId?: string;
    base?: { epoch: string; rev: number };
    video?: RoomVideo;
  },
): RoomDocument | Rejection {
  const operation: Operation = {
    type: "command",
    memberId,
    commandId: options.commandId ?? `k${commands++}`,
    base: options.base ?? room,
    command: options.command,
    ...(options.command.type === "load"
      ? { video: options.video ?? VIDEO }
      : {}),
  };
  return reduce(room, operation, at(options.nowMs ?? START_MS));
}

/** A, the host, and B, in a room that plays VIDEO from START_MS + 200. */
function playingRoom(): RoomDocument {
  let room = must(join(createRoom("r", "e1"), "a"));
  // The gate has its own tests.
  room = { ...room, settings: { ...room.settings, waitForAll: false } };
  room = must(join(room, "b", at(START_MS + 1)));
  return must(
    command(room, "a", { command: { type: "load", videoId: "v1" } }),
  );
}

Deno.test("[R1] reduce() adds one to rev for each change, none without", () => {
  const room = must(join(createRoom("r", "e1"), "a"));
  assertEquals(room.rev, 1);
  assert(must(join(room, "a")) === room);
});

Deno.test("[R2] reduce() refuses the fourth connection and the member too many", () => {
  let room = must(join(createRoom("r", "e1"), "a"));
  room = must(join(room, "a", { connectionId: "c2" }));
  room = must(join(room, "a", { connectionId: "c3" }));
  assertEquals(
    codeOf(join(room, "a", { connectionId: "c4" })),
    "too_many_connections",
  );
  assertEquals(codeOf(join(room, "b", { maxMembers: 1 })), "room_full");
});

Deno.test("[R3] the first member is host", () => {
  assertEquals(playingRoom().host, "a");
});

Deno.test("[R4] the host passes to the longest-present live member after 10 s", () => {
  let room = playingRoom();
  room = must(join(room, "c", at(START_MS + 2)));
  room = must(reduce(room, {
    type: "disconnect",
    memberId: "a",
    connectionId: "c-a",
  }, at(START_MS + 1000)));
  assertEquals(nextSettleAt(room), START_MS + 11_000);
  const early = reduce(room, { type: "settle" }, at(START_MS + 10_999));
  assert(early === room);
  const late = must(
    reduce(room, { type: "settle" }, at(START_MS + 11_000)),
  );
  assertEquals(late.host, "b");
  assertEquals(late.members.map(({ id }) => id), ["b", "c"]);
});

Deno.test("[R5] a host who is back within 10 s stays host", () => {
  let room = playingRoom();
  room = must(reduce(room, {
    type: "disconnect",
    memberId: "a",
    connectionId: "c-a",
  }, at(START_MS + 1000)));
  room = must(join(room, "a", at(START_MS + 10_900)));
  room = must(reduce(room, { type: "settle" }, at(START_MS + 30_000)));
  assertEquals(room.host, "a");
  assertEquals(room.members[0]?.joinedAt, START_MS);
});

Deno.test("[R6] only the host controls, until control is everyone's", () => {
  const room = playingRoom();
  const refused = command(room, "b", { command: { type: "pause" } });
  assertEquals(codeOf(refused), "not_allowed");
  const open = must(command(room, "a", {
    command: { type: "set_control", control: "everyone" },
  }));
  assertEquals(
    must(command(open, "b", { command: { type: "pause" } })).timeline.playing,
    false,
  );
  assert(isRejection(command(open, "b", {
    command: { type: "set_control", control: "host" },
  })));
});

Deno.test("[R7] a control holds from room time plus lead", () => {
  const room = playingRoom();
  assertEquals(room.timeline.at, START_MS + 200);
  const paused = must(command(room, "a", {
    command: { type: "pause" },
    nowMs: START_MS + 10_000,
  }));
  assertEquals(paused.timeline, {
    videoId: "v1",
    playing: false,
    position: 10,
    rate: 1,
    at: START_MS + 10_200,
    by: "a",
  });
  assertObjectMatch(paused.lastAction ?? {}, {
    by: "a",
    kind: "pause",
    rev: paused.rev,
  });
});

Deno.test("[R8] seek refuses places outside the video", () => {
  const room = playingRoom();
  for (const position of [-0.001, 100.001]) {
    assertEquals(
      codeOf(command(room, "a", {
        command: { type: "seek", position },
      })),
      "position_out_of_range",
    );
  }
  const sought = must(
    command(room, "a", { command: { type: "seek", position: 100 } }),
  );
  assertEquals(sought.timeline.position, 100);
});

Deno.test("[R95] a film is put on where it was left; a place outside it is refused, and a broadcast begins where it is live", () => {
  const room = playingRoom();
  const put = (position: number, video: RoomVideo = VIDEO) =>
    command(room, "a", {
      command: { type: "load", videoId: "v1", position },
      video,
    });
  const on = must(put(42));
  assertEquals(on.timeline.position, 42);
  for (const position of [-1, 100.001]) {
    assertEquals(codeOf(put(position)), "position_out_of_range");
  }
  // Nobody knows how long it is.
  assertEquals(
    must(put(4200, { ...VIDEO, duration: 0 })).timeline.position,
    4200,
  );
  const live = must(put(42, { ...VIDEO, duration: 0, kind: "live" }));
  assertEquals(live.timeline.position, 0);
});

Deno.test("[R9] a command id applies once", () => {
  const room = playingRoom();
  const options = {
    command: { type: "seek", position: 5 } as const,
    commandId: "once",
  };
  const first = must(command(room, "a", options));
  assert(must(command(first, "a", options)) === first);
});

Deno.test("[R10] commands for another life or another video are refused", () => {
  const room = playingRoom();
  for (
    const [base, code] of [
      [{ epoch: "e0", rev: room.rev }, "old_revision"],
      [{ epoch: "e1", rev: room.rev + 1 }, "old_revision"],
      [{ epoch: "e1", rev: room.loadedRev - 1 }, "video_changed"],
    ] as const
  ) {
    assertEquals(
      codeOf(command(room, "a", {
        command: { type: "pause" },
        base,
      })),
      code,
    );
  }
});

Deno.test("[R11] play at the end starts over", () => {
  const room = playingRoom();
  const again = must(command(room, "a", {
    command: { type: "play" },
    nowMs: START_MS + 200_000,
  }));
  assertEquals(again.timeline.position, 0);
  assertEquals(again.timeline.playing, true);
});

Deno.test("[R12] a new rate goes on from the same place", () => {
  const room = playingRoom();
  const nowMs = START_MS + 20_000;
  const faster = must(
    command(room, "a", { command: { type: "rate", rate: 2 }, nowMs }),
  );
  const at = faster.timeline.at;
  const options = { atMs: at, duration: 100 };
  assertEquals(
    positionAt(faster.timeline, options),
    positionAt(room.timeline, options),
  );
  assertEquals(
    positionAt(faster.timeline, { atMs: at + 1000, duration: 100 }),
    positionAt(faster.timeline, options) + 2,
  );
});

Deno.test("[R4] hand_over names a live member only", () => {
  const room = playingRoom();
  assertEquals(
    must(command(room, "a", { command: { type: "hand_over", to: "b" } })).host,
    "b",
  );
  assert(
    isRejection(
      command(room, "a", { command: { type: "hand_over", to: "x" } }),
    ),
  );
});
