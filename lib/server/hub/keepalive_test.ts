import { assertEquals } from "@std/assert";
import { createKeepalive } from "./keepalive.ts";
import { MEMORY_HIGH_BYTES } from "./room/limits.ts";

type Room = Parameters<ReturnType<typeof createKeepalive>["look"]>[0];

function hubOfOneRoom() {
  const state = { nowMs: 0, rssBytes: 0 };
  const keepalive = createKeepalive({
    timers: { now: () => state.nowMs, every: unused, after: unused },
    log: { info: unused, warn() {}, error: unused },
    rssBytes: () => state.rssBytes,
  });
  const sessions: { connection: unknown; pingRequestedAtMs: number }[] = [];
  const room = { sessions } as unknown as Room;
  return {
    state,
    enter() {
      const one = { asked: 0, isClosed: false, lastSeenMs: state.nowMs };
      const connection = {
        get lastSeenMs() {
          return one.lastSeenMs;
        },
        send: () => void one.asked++,
        close: () => one.isClosed = true,
      };
      sessions.push({ connection, pingRequestedAtMs: -Infinity });
      return one;
    },
    /** A look at the room at an instant, ms. Turns of other rooms come between. */
    look(atMs: number) {
      while (state.nowMs < atMs) {
        state.nowMs = Math.min(atMs, state.nowMs + 500);
        keepalive.begin();
      }
      keepalive.look(room);
    },
  };
}

function unused(): never {
  throw new Error("not to be used here");
}

Deno.test("[R51] who is asked late, since the process has much to do, has 3 s from then on", () => {
  const { state, enter, look } = hubOfOneRoom();
  const ann = enter();
  const eve = enter();
  look(5000);
  state.rssBytes = MEMORY_HIGH_BYTES + 1;
  look(8000);
  assertEquals([ann.asked, eve.asked], [1, 1]);
  look(9500);
  assertEquals([ann.isClosed, eve.isClosed], [false, false]);
  state.nowMs = 10_900;
  ann.lastSeenMs = 10_900;
  look(11_500);
  assertEquals([ann.isClosed, eve.isClosed], [false, true]);
});
