import "@/tests/support/english.ts";
import { assertEquals } from "@std/assert";
import { statusOf } from "./people.ts";
import type { UserPresence } from "./presence.ts";

const ADA: UserPresence = {
  id: "ada",
  username: "Ada",
  avatarUrl: null,
  isHost: true,
  isSpeaking: false,
  lastActive: 0,
  status: "active",
};

Deno.test("[U66] who sits still before a film watches; only while nothing plays are they away", () => {
  const away = { ...ADA, status: "away" } as const;
  const word = (person: UserPresence, isPlaying: boolean) =>
    statusOf(person, { isPlaying }).word;
  assertEquals(word(away, false), "Away");
  assertEquals(word(away, true), "Watching");
  const playbackState = { isPlaying: true, currentTime: 1, buffering: false };
  const late = { ...away, playbackState, driftMs: -900 };
  assertEquals(word(late, true), "Catching up");
  const paused = { ...away, trouble: "paused_here" } as const;
  assertEquals(word(paused, true), "Paused for themselves");
  // A hidden page and a lost connection are what they are.
  assertEquals(
    word({ ...ADA, status: "inactive" }, true),
    "In the background",
  );
  assertEquals(word({ ...ADA, status: "gone" }, true), "Reconnecting");
});
