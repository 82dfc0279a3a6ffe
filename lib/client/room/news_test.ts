import { assertEquals } from "@std/assert";
import { fakeRoom } from "../../../tests/support/fake_app_model.ts";
import type { Room } from "../../shared/room/protocol.ts";
import { newsBetween } from "./news.ts";

const [ADA, BEN] = fakeRoom().members;
const room = (over: Partial<Room>) => fakeRoom({ rev: 2, ...over });

Deno.test("[U67] who comes and goes is said, and who became host", () => {
  const before = fakeRoom({ members: ADA ? [ADA] : [] });
  assertEquals(newsBetween(before, room({})), [
    { kind: "joined", names: ["Ben"] },
  ]);
  assertEquals(newsBetween(fakeRoom(), room({ members: ADA ? [ADA] : [] })), [
    { kind: "left", names: ["Ben"] },
  ]);
  // The host has left, and the longest-present follows.
  assertEquals(
    newsBetween(fakeRoom(), room({ host: "ben", members: BEN ? [BEN] : [] })),
    [
      { kind: "left", names: ["Ada"] },
      { kind: "host", id: "ben", name: "Ben" },
    ],
  );
});

Deno.test("[U80] that somebody was removed is said by the action, and not as a leaving as well", () => {
  const lastAction = {
    by: "ada",
    username: "Ada",
    kind: "remove_member",
    whom: { id: "ben", username: "Ben" },
    rev: 2,
  } as const;
  const members = ADA ? [ADA] : [];
  assertEquals(newsBetween(fakeRoom(), room({ members, lastAction })), []);
  const old = { ...lastAction, rev: 1 };
  assertEquals(newsBetween(fakeRoom(), room({ members, lastAction: old })), [
    { kind: "left", names: ["Ben"] },
  ]);
});

Deno.test("[U67] nothing is said twice, nor what is no news", () => {
  const lastAction = {
    by: "ada",
    username: "Ada",
    kind: "hand_over",
    rev: 2,
  } as const;
  assertEquals(newsBetween(fakeRoom(), room({ host: "ben", lastAction })), []);
  assertEquals(newsBetween(fakeRoom(), room({ epoch: "e2", members: [] })), []);
  assertEquals(newsBetween(fakeRoom(), fakeRoom({ members: [] })), []);
  assertEquals(newsBetween(fakeRoom(), room({})), []);
  const crowd = Array.from({ length: 60 }, (_, n) => ({
    ...fakeRoom().members[0]!,
    id: `p${n}`,
  }));
  assertEquals(
    newsBetween(
      fakeRoom({ members: crowd.slice(1) }),
      room({ members: crowd }),
    ),
    [],
  );
});

Deno.test("[U84] how the question whether all are back ends is said, unless the film goes on", () => {
  const timeline = { ...fakeRoom().timeline, playing: false };
  const check = { rev: 1, by: "ada", since: 5, until: 9, plays: false };
  const before = fakeRoom({ timeline, check });
  const answered = fakeRoom().members.map((one) => ({ ...one, back: 1 }));
  const table: [Partial<Room>, ReturnType<typeof newsBetween>][] = [
    [{ timeline, members: answered }, [{ kind: "back" }]],
    [{ timeline }, [{ kind: "missing", names: ["Ben"] }]],
    [{ timeline, check }, []],
    [{ timeline: { ...timeline, playing: true } }, []],
    [{ timeline: { ...timeline, videoId: "other" } }, []],
    [{
      timeline,
      gate: { rev: 2, reason: "load", waitingFor: [], since: 6, until: 9 },
    }, []],
  ];
  for (const [over, news] of table) {
    assertEquals(newsBetween(before, room(over)), news);
  }
});
