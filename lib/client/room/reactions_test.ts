import { signal } from "@preact/signals";
import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { REACTION_MS } from "../../shared/limits.ts";
import type { PublicReport } from "../../shared/room/protocol.ts";
import { createReactions } from "./reactions.ts";

function room() {
  // Deno keeps it from one run to the next.
  localStorage.removeItem("cowatch-reactions");
  const presence = signal<Record<string, PublicReport>>({});
  let nowMs = 0;
  const reactions = createReactions({
    presence,
    myId: signal("me"),
    now: () => nowMs,
  });
  const hear = (id: string, count: number) => {
    const reaction = { kind: "heart", count } as const;
    presence.value = {
      ...presence.peek(),
      [id]: { status: "active", ...(count > 0 ? { reaction } : {}) },
    };
  };
  const kinds = () =>
    reactions.shown.value.map(({ by, kind }) => `${by} ${kind}`);
  return { reactions, hear, kinds, wait: (ms: number) => nowMs += ms };
}

Deno.test("[U74] a reaction floats once for each count, and an old one is none", () => {
  using _time = new FakeTime();
  const { reactions, hear, kinds } = room();
  hear("old", 7);
  const stop = reactions.start();
  assertEquals(kinds(), []);
  hear("old", 7);
  hear("old", 8);
  hear("ben", 0);
  hear("ben", 1);
  hear("newcomer", 1);
  assertEquals(kinds(), ["old heart", "ben heart"]);
  stop();
});

Deno.test("[U74] one's own is seen at once, a flood is not sent, and they can be switched off", () => {
  using _time = new FakeTime();
  const { reactions, hear, kinds, wait } = room();
  const stop = reactions.start();
  reactions.react("clap");
  reactions.react("clap");
  assertEquals(kinds(), ["me clap"]);
  assertEquals(reactions.own.value, { kind: "clap", count: 1 });
  wait(REACTION_MS);
  reactions.react("laugh");
  assertEquals(reactions.own.value, { kind: "laugh", count: 2 });
  reactions.setOn(false);
  hear("ben", 0);
  hear("ben", 1);
  assertEquals(kinds(), []);
  stop();
  assertEquals(localStorage.getItem("cowatch-reactions"), "off");
  localStorage.removeItem("cowatch-reactions");
});
