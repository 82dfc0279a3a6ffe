import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { mergePeople, type Neighbour } from "./presence.ts";
import type { Member, Room } from "./protocol.ts";

const person = (id: string): fc.Arbitrary<Neighbour> =>
  fc.record({
    id: fc.constant(id),
    username: fc.string({ maxLength: 8 }),
    avatarUrl: fc.constant(null),
  });
const ids = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 20 });
const neighbours = ids.chain((list) =>
  fc.tuple(...list.map((id) => person(String(id))))
);

function member(id: string, joinedAt: number): Member {
  return {
    id,
    username: `m${id}`,
    avatarUrl: null,
    joinedAt,
    goneAt: null,
    isHidden: false,
  };
}

function roomOf(members: Member[]): Room {
  return {
    id: "r",
    epoch: "e",
    rev: 1,
    timeline: {
      videoId: null,
      playing: false,
      position: 0,
      rate: 1,
      at: 0,
      by: null,
    },
    gate: null,
    video: null,
    host: members[0]?.id ?? null,
    settings: { control: "host", waitForAll: true },
    members,
    queue: [],
    lastAction: null,
  };
}

Deno.test("[P10] [P11] everyone is listed once: the room's members here, the rest of the voice channel apart", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 12 }),
      neighbours,
      neighbours,
      ids,
      (memberIds, voice, participants, talking) => {
        const room = roomOf(memberIds.map((id, n) => member(String(id), n)));
        const speaking = new Set(talking.map(String));
        const { here, elsewhere } = mergePeople({
          room,
          reports: {},
          participants,
          voice,
          speaking,
          me: null,
        });
        assertEquals(
          here.map(({ id }) => id),
          memberIds.map(String),
          "in order of joining",
        );
        const apart = elsewhere.map(({ id }) => id);
        assertEquals(new Set(apart).size, apart.length);
        assertEquals(
          new Set(apart),
          new Set(
            voice.map(({ id }) => id).filter((id) =>
              !memberIds.includes(Number(id))
            ),
          ),
        );
        assertEquals(
          here.filter(({ isHost }) => isHost).length,
          memberIds.length > 0 ? 1 : 0,
        );
        for (const one of [...here, ...elsewhere]) {
          assertEquals(one.isSpeaking, speaking.has(one.id));
        }
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("[P11] the order does not depend on the order in which Discord tells", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 30 }),
      fc.nat(),
      (list, seed) => {
        const voice = list.map((id) => ({
          id: String(id),
          username: `n${id % 7}`,
          avatarUrl: null,
        }));
        const shuffled = [...voice].sort((a, b) =>
          (Number(a.id) * 7919 + seed) % 31 - (Number(b.id) * 7919 + seed) % 31
        );
        const merge = (voice: Neighbour[]) =>
          mergePeople({
            room: null,
            reports: {},
            participants: null,
            voice,
            speaking: new Set(),
            me: null,
          }).elsewhere;
        assertEquals(merge(shuffled), merge(voice));
      },
    ),
  );
});

Deno.test("[P12] without a room the list shows you; Discord alone puts nobody into it", () => {
  const me = { id: "7", username: "Ann", avatarUrl: null };
  const { here } = mergePeople({
    room: null,
    reports: {},
    participants: [{ id: "8", username: "Ben", avatarUrl: null }],
    voice: null,
    speaking: new Set(),
    me,
  });
  assertEquals(here.map(({ username }) => username), ["Ann"]);
});

Deno.test("[R70] who is where the room is needs no place of their own", () => {
  const places = (placeS: number | null) =>
    mergePeople({
      room: roomOf([member("1", 0), member("2", 1)]),
      reports: {
        1: {
          status: "active",
          playbackState: { isPlaying: true, buffering: false },
        },
        2: {
          status: "active",
          playbackState: { isPlaying: true, buffering: true, currentTime: 3 },
        },
      },
      placeS,
      participants: null,
      voice: null,
      speaking: new Set(),
      me: null,
    }).here.map(({ playbackState }) => playbackState?.currentTime);
  assertEquals(places(65), [65, 3]);
  assertEquals(places(null), [undefined, 3]);
});

Deno.test("[P13] reports fill in what a member does; names on the server win", () => {
  const { here: [ann] } = mergePeople({
    room: roomOf([member("1", 5)]),
    reports: {
      1: {
        status: "away",
        networkQuality: "poor",
        driftMs: -40,
        lastActive: 99,
        playbackState: { isPlaying: true, currentTime: 3, buffering: false },
      },
    },
    participants: [{ id: "1", username: "Annie", avatarUrl: null }],
    voice: [{ id: "1", username: "A.", avatarUrl: null }],
    speaking: new Set(),
    me: null,
  });
  assert(ann);
  assertEquals(ann.username, "Annie");
  assertEquals(ann.status, "away");
  assertEquals(ann.networkQuality, "poor");
  assertEquals(ann.driftMs, -40);
  assertEquals(ann.lastActive, 99);
});

Deno.test("[P13] who has lost the connection is gone, whatever the last report said", () => {
  const { here: [ann] } = mergePeople({
    room: roomOf([{ ...member("1", 5), goneAt: 9 }]),
    reports: { 1: { status: "active" } },
    participants: null,
    voice: null,
    speaking: new Set(),
    me: null,
  });
  assertEquals(ann?.status, "gone");
});
