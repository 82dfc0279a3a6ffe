import { assert, assertAlmostEquals } from "@std/assert";
import { PROTOCOL_VERSION } from "../../shared/limits.ts";
import { fakeRoom } from "../../../tests/support/fake_app_model.ts";
import type { RoomWebSocket } from "./socket.ts";
import { createRoomLink } from "./link.ts";

/** A server at the other end, 20 ms away each way, and a device whose clock may stand. */
function world() {
  let worldMs = 0;
  let stoodMs = 0;
  const due: { atMs: number; run: () => void }[] = [];
  const after = (ms: number, run: () => void) => {
    const entry = { atMs: worldMs + ms, run };
    due.push(entry);
    return () => {
      const at = due.indexOf(entry);
      if (at >= 0) due.splice(at, 1);
    };
  };
  const socket: RoomWebSocket = {
    readyState: 1,
    onmessage: null,
    onclose: null,
    close() {},
    send(text) {
      const { type, t0 } = JSON.parse(String(text));
      if (type !== "ping") return;
      after(20, () => {
        const t1 = 5_000_000 + worldMs;
        after(20, () => tell({ type: "pong", t0, t1, t2: t1 }));
      });
    },
  };
  const tell = (message: unknown) =>
    socket.onmessage?.call(
      socket as WebSocket,
      new MessageEvent("message", { data: JSON.stringify(message) }),
    );
  return {
    socket,
    tell,
    timers: {
      now: () => worldMs - stoodMs,
      after,
      // Nothing of the link needs it.
      every: () => () => {},
    },
    async advance(ms: number) {
      const untilMs = worldMs + ms;
      for (;;) {
        // What waits for promises goes first.
        await new Promise((resolve) => setTimeout(resolve));
        due.sort((a, b) => a.atMs - b.atMs);
        const [next] = due;
        if (!next || next.atMs > untilMs) break;
        due.shift();
        worldMs = next.atMs;
        next.run();
      }
      worldMs = untilMs;
    },
    /** The device sleeps, and its monotonic clock with it. */
    sleep(ms: number) {
      worldMs += ms;
      stoodMs += ms;
      for (const entry of due) entry.atMs += ms;
    },
    roomMs: () => 5_000_000 + worldMs,
  };
}

Deno.test("[S35] a device whose clock stood while it slept has room time right within a second of waking", async () => {
  const { socket, tell, timers, advance, sleep, roomMs } = world();
  let wake = () => {};
  const link = createRoomLink({
    ticket: () => Promise.resolve("t"),
    onRefused() {},
    onOutdated() {},
    onVisible(react) {
      wake = react;
      return () => {};
    },
    world: {
      timers,
      connect: () => socket,
      random: () => 0.5,
      newId: () => "p",
    },
  });
  try {
    await advance(10);
    tell({
      type: "welcome",
      protocol: PROTOCOL_VERSION,
      you: "ann",
      room: fakeRoom({}),
      presence: {},
    });
    await advance(60_000);
    assertAlmostEquals(link.roomNow() ?? NaN, roomMs(), 25);
    sleep(60_000);
    assert(Math.abs((link.roomNow() ?? NaN) - roomMs()) > 50_000, "it stood");
    wake();
    await advance(1000);
    assertAlmostEquals(link.roomNow() ?? NaN, roomMs(), 25);
  } finally {
    link.dispose();
  }
});
