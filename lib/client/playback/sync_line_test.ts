import { assert, assertEquals } from "@std/assert";
import type { UserPresence } from "../../shared/room/presence.ts";
import { IN_SYNC_MS } from "../../sync/constants.ts";
import { syncLineOf } from "./sync_line.ts";

function person(over: Partial<UserPresence>): UserPresence {
  return {
    id: "ada",
    username: "Ada",
    avatarUrl: null,
    isHost: false,
    isSpeaking: false,
    status: "active",
    lastActive: 0,
    playbackState: { isPlaying: true, currentTime: 1, buffering: false },
    ...over,
  } as UserPresence;
}

Deno.test("[U53] who is in sync is one with the room's head", () => {
  const line = syncLineOf([
    person({ driftMs: 0 }),
    person({ driftMs: IN_SYNC_MS }),
    person({ driftMs: -IN_SYNC_MS }),
  ]);
  assertEquals(line, { together: 3, apart: [] });
});

Deno.test("[U53] who is not stands apart, the farther the more, and never leaves the bar", () => {
  const offsets = [-1.2, -5, -25, -750, -1e7].map((times) =>
    syncLineOf([person({ driftMs: times * IN_SYNC_MS })]).apart[0]?.offsetPx ??
      0
  );
  assert(offsets.every((px) => px <= -14 && px >= -84));
  for (const [i, px] of offsets.entries()) {
    assert(i === 0 || px <= (offsets[i - 1] ?? 0), `${offsets}`);
  }
  assertEquals(
    syncLineOf([person({ driftMs: 5 * IN_SYNC_MS })]).apart[0]?.offsetPx,
    33,
  );
});

Deno.test("[U53] nobody is placed who has gone, has trouble, or does not know", () => {
  const line = syncLineOf([
    person({ status: "gone", driftMs: 0 }),
    person({ trouble: "cannot_play", driftMs: 5000 }),
    person({}),
  ]);
  assertEquals(line, { together: 0, apart: [] });
});
