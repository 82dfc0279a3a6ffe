/**
 * What attacks are made of.
 * @module
 */
import { assert } from "@std/assert";
import type { World } from "./world.ts";

/** One attack. It throws when it got further than it may. */
export interface Attack {
  name: string;
  /** Rule of SPEC that it meets. */
  rule: string;
  run(world: World): Promise<void>;
}

/** Stands for a secret; it must be nowhere in the log. */
export const CANARY = "canary-4be1c0ffee";

/** How often each status came; `0` for what was refused. */
type Counts = Record<string, number>;

/** Requests under way at once. Chosen: what saturates one core, and leaves the attacking process time to measure. */
const AT_ONCE = 32;

/** How often each answer came; `0` for connections that were refused. */
export async function count(
  times: number,
  send: (n: number) => Promise<Response>,
): Promise<Counts> {
  const counts: Counts = {};
  let next = 0;
  const worker = async () => {
    while (next < times) {
      const response = await send(next++).catch(() => null);
      await response?.body?.cancel();
      const status = response?.status ?? 0;
      if (status === 429) assert(response?.headers.has("retry-after"));
      counts[status] = (counts[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return counts;
}

/** @throws {Error} When a status came more often than it may. */
export function few(
  counts: Counts,
  { status, most }: { status: number; most: number },
) {
  assert((counts[status] ?? 0) <= most, JSON.stringify(counts));
}

/** Resolves when the other side has closed. */
export async function ended(conn: Deno.TcpConn): Promise<void> {
  const rest = new Uint8Array(4096);
  try {
    while (await conn.read(rest) !== null) {
      /* What it says does not matter. */
    }
    conn.close();
  } catch {
    // A reset ends it as well.
  }
}

/** Opens connections that say the same. @returns Those that were taken. */
export async function open(world: World, times: number, text: string) {
  const conns: Deno.TcpConn[] = [];
  for (let n = 0; n < times; n++) {
    const conn = await world.raw(text);
    if (conn) conns.push(conn);
  }
  return conns;
}
