import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  HOST_GRACE_MS,
  MAX_QUEUE_LENGTH,
  MAX_VOTES,
  UNDO_MS,
} from "../shared/limits.ts";
import { votesIn } from "../shared/room/votes.ts";
import { TestRoom } from "../../tests/support/rooms.ts";
import { publicRoom } from "./document/document.ts";
import { patchBetween } from "./document/patch.ts";
import { copyOf, restoreRoom } from "./document/restoring.ts";

/** Ids of the queue, in order. */
function idsOf(room: TestRoom): string[] {
  return room.document.queue.map(({ id }) => id);
}

/** Votes of the queue, in order. */
function countsOf(room: TestRoom): number[] {
  return [...votesIn(room.document).values()];
}

/** People in a room where the first, who is host, has suggested some videos. */
function withQueue(length: number, ...people: string[]): TestRoom {
  const room = new TestRoom(...people);
  const [host = ""] = people;
  for (let n = 0; n < length; n++) {
    room.tell(host, { type: "suggest", videoId: "v1" });
  }
  return room;
}

function vote(room: TestRoom, who: string, itemId: string, isFor = true) {
  return room.tell(who, { type: "vote", itemId, isFor });
}

Deno.test("[Q9] anyone votes once for each video, and takes that back", () => {
  const room = withQueue(2, "a", "b", "c");
  room.tell("a", { type: "share_remote", memberId: "c" });
  const [first = "", second = ""] = idsOf(room);
  for (const who of ["a", "b", "c"]) assertEquals(vote(room, who, first), null);
  assertEquals(vote(room, "b", second), null);
  assertEquals(countsOf(room), [3, 1]);
  const { document } = room;
  assertEquals(vote(room, "b", first), null);
  assertEquals(vote(room, "a", second, false), null);
  assert(room.document === document, "said twice is said once");
  assertEquals(vote(room, "b", first, false), null);
  assertEquals(countsOf(room), [2, 1]);
  assertEquals(vote(room, "b", "no-such-item"), "not_in_queue");
  assertEquals(room.document.lastAction?.kind, "share_remote");
});

Deno.test("[Q9] nobody votes for more than ten that wait; what has been played frees a vote", () => {
  const room = withQueue(MAX_VOTES + 1, "a", "b");
  const ids = idsOf(room);
  const last = ids.at(-1) ?? "";
  for (const id of ids.slice(0, MAX_VOTES)) {
    assertEquals(vote(room, "b", id), null);
  }
  assertEquals(vote(room, "b", last), "votes_used_up");
  assertEquals(vote(room, "a", last), null);
  room.tell("a", { type: "play_item", itemId: ids[0] ?? "" });
  assertEquals(vote(room, "b", last), null);
  assertEquals(vote(room, "b", ids[1] ?? "", false), null);
  const [, b] = room.document.members;
  assertEquals(b?.votes, [...ids.slice(2, MAX_VOTES), last]);
});

Deno.test("[Q10] a vote counts through a broken line, and not once its member has left", () => {
  const room = withQueue(1, "a", "b", "c");
  const [id = ""] = idsOf(room);
  vote(room, "b", id);
  vote(room, "c", id);
  room.disconnect("b");
  assertEquals(countsOf(room), [2]);
  room.join("b", "c-b2");
  assertEquals(countsOf(room), [2]);
  room.disconnect("c").wait(HOST_GRACE_MS).apply({ type: "settle" });
  assertEquals(countsOf(room), [1]);
  room.tell("a", { type: "remove_member", memberId: "b" });
  assertEquals(countsOf(room), [0]);
  // Who comes again comes anew.
  assertEquals(room.join("c").document.members.at(-1)?.votes, undefined);
});

Deno.test("[Q10] a removal that is taken back brings the votes with it", () => {
  const room = withQueue(2, "a", "b");
  const [id = ""] = idsOf(room);
  vote(room, "b", id);
  room.tell("a", { type: "remove_item", itemId: id });
  assertEquals(countsOf(room), [0]);
  room.tell("a", { type: "undo", rev: room.document.rev });
  assertEquals(countsOf(room), [1, 0]);
});

Deno.test("[Q11] votes move nothing; whoever may control sorts by them, and takes that back", () => {
  const room = withQueue(4, "a", "b", "c");
  const before = idsOf(room);
  const [first = "", second = "", third = "", fourth = ""] = before;
  vote(room, "b", third);
  vote(room, "c", third);
  vote(room, "b", fourth);
  vote(room, "c", second);
  assertEquals(idsOf(room), before);
  assertEquals(room.tell("b", { type: "sort_queue" }), "not_allowed");
  assertEquals(room.tell("a", { type: "sort_queue" }), null);
  assertEquals(idsOf(room), [third, second, fourth, first]);
  assertEquals(room.document.lastAction?.kind, "sort_queue");
  const { rev } = room.document;
  // What has come since is last; what has gone stays away.
  room.tell("b", { type: "suggest", videoId: "v2" });
  const added = idsOf(room).at(-1) ?? "";
  room.tell("a", { type: "set_control", control: "everyone" });
  assertEquals(room.tell("b", { type: "undo", rev }), "undo_too_late");
  assertEquals(room.tell("a", { type: "undo", rev }), null);
  assertEquals(idsOf(room), [...before, added]);
  assertEquals(room.tell("b", { type: "sort_queue" }), null);
  const sorted = room.document;
  assertEquals(room.tell("b", { type: "sort_queue" }), null);
  assert(room.document === sorted, "what is sorted is left alone");
  room.wait(UNDO_MS);
  const late = { type: "undo", rev: sorted.rev } as const;
  assertEquals(room.tell("b", late), "undo_too_late");
});

Deno.test("[Q9] [Q11] in any history a person counts once for each video, and sorting is stable", () => {
  const who = fc.constantFrom("a", "b", "c");
  const deed = fc.oneof(
    fc.record({
      kind: fc.constant("vote" as const),
      who,
      place: fc.nat(14),
      isFor: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("sort" as const) }),
    fc.record({ kind: fc.constant("suggest" as const), who }),
    fc.record({ kind: fc.constant("remove" as const), place: fc.nat(14) }),
  );
  fc.assert(fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
    const room = withQueue(12, "a", "b", "c");
    /** Who is for what, as somebody would keep it on paper. */
    const paper = new Map(idsOf(room).map((id) => [id, new Set<string>()]));
    for (const one of deeds) {
      const ids = idsOf(room);
      const id = "place" in one ? ids[one.place] ?? "none" : "";
      const used = (name: string) =>
        [...paper.values()].filter((voters) => voters.has(name)).length;
      if (one.kind === "vote") {
        const voters = paper.get(id);
        const refused = vote(room, one.who, id, one.isFor);
        if (!one.isFor) voters?.delete(one.who);
        else if (!voters) assertEquals(refused, "not_in_queue");
        else if (voters.has(one.who)) assertEquals(refused, null);
        else if (used(one.who) >= MAX_VOTES) {
          assertEquals(refused, "votes_used_up");
        } else voters.add(one.who);
      } else if (one.kind === "suggest") {
        const refused = room.tell(one.who, { type: "suggest", videoId: "v2" });
        if (!refused) paper.set(idsOf(room).at(-1) ?? "", new Set());
      } else if (one.kind === "remove") {
        room.tell("a", { type: "remove_item", itemId: id });
        paper.delete(id);
      } else {
        room.tell("a", { type: "sort_queue" });
        const places = new Map(ids.map((id, place) => [id, place]));
        const sizeOf = (id: string) => paper.get(id)?.size ?? 0;
        const wanted = [...ids].sort((x, y) =>
          sizeOf(y) - sizeOf(x) || (places.get(x) ?? 0) - (places.get(y) ?? 0)
        );
        assertEquals(idsOf(room), wanted);
      }
      assertEquals(
        countsOf(room),
        idsOf(room).map((id) => paper.get(id)?.size),
      );
    }
  }));
});

Deno.test("[Q9] [R52] one vote in a crowd is one small change, and all of them fit a room", () => {
  const people = Array.from({ length: 1000 }, (_, n) => `m${n}`);
  const room = new TestRoom();
  const crowd = people.map((id) => ({
    id,
    username: id,
    avatarUrl: null,
    joinedAt: 1,
    goneAt: null,
    isHidden: false,
    connections: [`c-${id}`],
    hidden: [],
  }));
  room.document = { ...room.document, members: crowd, host: "m0" };
  while (room.document.queue.length < MAX_QUEUE_LENGTH) {
    room.tell("m0", { type: "suggest", videoId: "v1" });
  }
  const ids = idsOf(room);
  const before = room.document;
  vote(room, "m500", ids[7] ?? "");
  const patch = patchBetween(before, room.document);
  assertEquals(Object.keys(patch), ["people"]);
  assert(JSON.stringify(patch).length < 300);
  const none = JSON.stringify(publicRoom(before)).length;
  people.forEach((who, n) => {
    for (let k = 0; k < MAX_VOTES; k++) {
      vote(room, who, ids[(n + k) % ids.length] ?? "");
    }
  });
  const all = JSON.stringify(publicRoom(room.document)).length;
  const longest = Math.max(...ids.map((id) => id.length));
  assert(all - none < 1000 * (MAX_VOTES * (longest + 3) + 20), `${all - none}`);
});

Deno.test("[Q10] [R28] a restart that loses the room loses its votes, the host's, too", () => {
  const room = withQueue(1, "a", "b");
  const [id = ""] = idsOf(room);
  vote(room, "a", id);
  vote(room, "b", id);
  const { document, nowMs } = room;
  const restored = restoreRoom(copyOf(document), { epoch: "e2", nowMs });
  assertEquals(restored.queue.length, 1);
  assertEquals([...votesIn(restored).values()], [0]);
});
