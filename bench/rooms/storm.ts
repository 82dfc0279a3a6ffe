/**
 * A server is killed and started again, and everybody comes back, as pages do:
 * with full jitter, more patiently after each failure, with the copy of the
 * room that they carry.
 * @module
 */
import { retryDelayMs } from "@/lib/client/retry/backoff.ts";
import { percentile } from "@/lib/shared/stats.ts";
import type { Storm } from "./load.ts";
import type { Room, Viewer, Viewers } from "./viewers.ts";

/** Time after which who is not back is lost, ms. */
const LOST_MS = 40_000;
/** Time between two looks at whether a viewer is where the room was, ms. */
const LOOK_MS = 100;
/** Time without a change after which copies are on their way, ms. Source: one in 5 s, half a second after a change. */
const COPIES_MS = 6500;

/** Has the server killed, and waits until all are in sync or lost. */
export async function comeBack(
  rooms: readonly Room[],
  { viewers, kill }: { viewers: Viewers; kill: () => void },
): Promise<Storm> {
  await new Promise((done) => setTimeout(done, COPIES_MS));
  const before = rooms.map(({ members }) => members[0]?.position ?? NaN);
  viewers.expectEnd();
  const killedAt = performance.now();
  kill();
  const untilMs = killedAt + LOST_MS;
  const backS: number[] = [];
  const forgetful = new Set<number>();
  let returned = 0;
  let lostFor: string | null = null;
  await Promise.all(
    rooms.flatMap((room) =>
      room.members.map(async (viewer, place) => {
        await hasClosed(viewer.socket);
        const back = await retry(
          () => viewers.join(room, place, viewer.snapshot),
          untilMs,
        );
        if (back instanceof Error) {
          lostFor = String(back.cause ?? back);
          return;
        }
        returned++;
        room.members[place] = back;
        // The newest copy may come after a room began; who was there hears of it.
        if (await isAt(back, { position: before[room.index], untilMs })) {
          backS.push((performance.now() - killedAt) / 1000);
        } else forgetful.add(room.index);
      })
    ),
  );
  const count = rooms.reduce((sum, { members }) => sum + members.length, 0);
  return {
    lastS: Math.max(...backS),
    p50S: percentile(backS, 0.5),
    lost: count - returned,
    lostFor,
    forgotten: forgetful.size,
  };
}

/** Who came back before the server is gone would be counted, and be lost. */
async function hasClosed(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  await new Promise((done) =>
    socket.addEventListener("close", done, { once: true })
  );
}

async function isAt(
  viewer: Viewer,
  { position, untilMs }: { position: number | undefined; untilMs: number },
): Promise<boolean> {
  while (viewer.position !== position) {
    if (performance.now() > untilMs) return false;
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
  return true;
}

/** @returns What the attempt gave, or why the last one failed when time was up. */
async function retry<T>(
  attempt: () => Promise<T>,
  untilMs: number,
): Promise<T | Error> {
  let fault = new Error("There was no time for an attempt");
  for (let failures = 0; performance.now() < untilMs; failures++) {
    const waitMs = retryDelayMs(failures, Math.random());
    await new Promise((done) => setTimeout(done, waitMs));
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      fault = error;
    }
  }
  return fault;
}
