import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { PROTOCOL_VERSION } from "../../shared/limits.ts";
import type { Room, ServerMessage } from "../../shared/room/protocol.ts";
import { fakeRoom } from "../../../tests/support/fake_app_model.ts";
import { newsOf, NO_ROOM, receive, type RoomState } from "./state.ts";

function welcome(rev: number, epoch = "e1"): ServerMessage {
  return {
    type: "welcome",
    protocol: PROTOCOL_VERSION,
    you: "ada",
    room: fakeRoom({ rev, epoch }),
    presence: {},
  };
}

function patch(from: number, rev: number, epoch = "e1"): ServerMessage {
  return { type: "patch", epoch, from, rev, patch: { host: `h${rev}` } };
}

function run(messages: ServerMessage[]): {
  state: RoomState;
  resyncs: number;
} {
  let state = NO_ROOM;
  let resyncs = 0;
  for (const message of messages) {
    const step = receive(state, message);
    state = step.state;
    resyncs += step.effects.filter(({ type }) => type === "resync").length;
  }
  return { state, resyncs };
}

Deno.test("[R13] no patch takes a client back within an epoch, whatever arrives in whatever order", () => {
  const message = fc.tuple(
    fc.nat(9),
    fc.nat(3),
    fc.constantFrom("e1", "e2"),
  ).map(([from, step, epoch]) => patch(from, from + step, epoch));
  fc.assert(
    fc.property(
      fc.nat(9),
      fc.array(message, { maxLength: 30 }),
      (rev, messages) => {
        let state = receive(NO_ROOM, welcome(rev)).state;
        for (const one of messages) {
          const before: Room | null = state.room;
          state = receive(state, one).state;
          assert(before && state.room);
          assert(state.room.rev >= before.rev);
          assertEquals(state.room.epoch, before.epoch);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("[R13] a patch that fits is applied, an old one is not", () => {
  const { state, resyncs } = run([welcome(3), patch(3, 4), patch(2, 3)]);
  assertEquals(state.room?.rev, 4);
  assertEquals(state.room?.host, "h4");
  assertEquals(resyncs, 0);
});

Deno.test("[R14] a gap, or a patch of another epoch, asks for the whole room and changes nothing", () => {
  for (const stray of [patch(5, 6), patch(3, 4, "e2")]) {
    const { state, resyncs } = run([welcome(3), stray]);
    assertEquals(state.room?.rev, 3);
    assertEquals(resyncs, 1);
  }
});

Deno.test("[R14] before the first welcome a patch says nothing", () => {
  assertEquals(run([patch(0, 1)]), { state: NO_ROOM, resyncs: 0 });
});

Deno.test("[R13] another protocol is told, and not taken in", () => {
  const message = { ...welcome(1), protocol: PROTOCOL_VERSION + 1 };
  const step = receive(NO_ROOM, message as ServerMessage);
  assertEquals(step.effects, [{ type: "outdated" }]);
  assertEquals(step.state, NO_ROOM);
  const named = receive(NO_ROOM, { ...message, build: "b" } as ServerMessage);
  assertEquals(named.state, { ...NO_ROOM, build: "b" });
});

Deno.test("[O37] a welcome tells the server's build, also one of another", () => {
  const first = receive(
    NO_ROOM,
    { ...welcome(1), build: "a" } as ServerMessage,
  );
  const next = receive(
    first.state,
    { ...welcome(2), build: "b" } as ServerMessage,
  );
  assertEquals([first.state.build, next.state.build], ["a", "b"]);
});

Deno.test("[U10] what was done before one came in is no news; what is done then is", () => {
  const action = { by: "ada", username: "Ada", kind: "pause" } as const;
  const before = welcome(5);
  assert(before.type === "welcome");
  before.room.lastAction = { ...action, rev: 5 };
  const { state } = run([before]);
  assertEquals(newsOf(state), null);
  const next = receive(state, {
    type: "patch",
    epoch: "e1",
    from: 5,
    rev: 6,
    patch: { lastAction: { ...action, rev: 6 } },
  }).state;
  assertEquals(newsOf(next)?.rev, 6);
  assertEquals(newsOf(receive(next, welcome(6)).state), null);
});
