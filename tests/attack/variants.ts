/**
 * The same attacks by other ways: another encoding, another route, two persons
 * instead of one. What a bound holds off must not depend on how it is put.
 * @module
 */
import { assert } from "@std/assert";
import { openSocket, signIn } from "../e2e/visitor.ts";
import { upgrade, writeAll } from "./room_attacks.ts";
import type { World } from "./world.ts";
import { type Attack, CANARY, count, ended, few, open } from "./tools.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Head of a request whose body follows in chunks. */
const CHUNKED = [
  "POST /api/token HTTP/1.1",
  "host: localhost",
  "content-type: application/json",
  "transfer-encoding: chunked",
  "\r\n",
].join("\r\n");

/** Sends one piece again and again. @returns How many went out before the end. */
async function pour(
  conn: Deno.TcpConn,
  { bytes, times }: { bytes: Uint8Array; times: number },
): Promise<number> {
  for (let n = 0; n < times; n++) {
    try {
      await writeAll(conn, bytes);
    } catch {
      // That it is cut is what should happen.
      return n;
    }
  }
  return times;
}

/** Frames of a WebSocket, each the same, masked by zeros. */
function frames(
  times: number,
  { first, payload }: { first: number; payload: number[] },
): Uint8Array {
  const one = [first, 0x80 | payload.length, 0, 0, 0, 0, ...payload];
  return new Uint8Array(Array.from({ length: times }, () => one).flat());
}

/** A socket into a room of theirs, or `null` when their tickets are used up. */
async function enter({ origin, room }: World): Promise<Deno.TcpConn | null> {
  const ticket = await room.ticket();
  return ticket ? await upgrade(origin, ticket) : null;
}

/** See the module. */
export const VARIANTS: readonly Attack[] = [
  {
    name: "a path of 900 prefixes in another encoding, 50 times",
    rule: "X2",
    async run({ origin }) {
      const counts = await count(
        50,
        (n) =>
          fetch(
            `${origin}${
              (n % 2 ? "/%2eproxy" : "/.proxy%2F").repeat(900)
            }/api/health`,
          ),
      );
      few(counts, { status: 200, most: 0 });
    },
  },
  {
    name: "1,000 junk tokens from addresses that are made up",
    rule: "X6",
    async run({ origin }) {
      const counts = await count(1000, (n) =>
        fetch(`${origin}/api/resume`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "x-forwarded-for": `10.0.${n >> 8}.${n % 256}`,
            forwarded: `for=10.1.${n >> 8}.${n % 256}`,
          },
          body: JSON.stringify({
            access_token: `${CANARY}-${n}`,
            instance_id: "i-evil",
          }),
        }));
      few(counts, { status: 401, most: 40 });
    },
  },
  {
    name: "2,000 calls of the catalogue's other routes",
    rule: "X4",
    async run({ attacker }) {
      const paths = ["?page=", "/v", "/v/extras?n=", "/v/captions?n="];
      const counts = await count(
        2000,
        (n) => attacker.call(`/api/videos${paths[n % paths.length]}${n}`),
      );
      assert((counts[429] ?? 0) > 1000, JSON.stringify(counts));
    },
  },
  {
    name: "bodies of 300,000 pieces, and of a size that has no end",
    rule: "X30",
    async run(world) {
      const pieces = `${CHUNKED}${"1\r\n[\r\n".repeat(300_000)}`;
      for (const conn of await open(world, 1, pieces)) {
        const answer = new Uint8Array(10);
        const length = await conn.read(answer);
        conn.close();
        const says = new TextDecoder().decode(answer);
        assert(length === null || says === "HTTP/1.1 4", says);
      }
      for (const conn of await open(world, 1, `${CHUNKED}1;`)) {
        const bytes = new Uint8Array(65_536).fill(120);
        const times = await pour(conn, { bytes, times: 400 });
        assert(times < 400, `${times} pieces`);
        await ended(conn);
      }
    },
  },
  {
    name: "another protocol on the same port",
    rule: "X31",
    async run(world) {
      const startMs = performance.now();
      const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
      await Promise.all((await open(world, 40, preface)).map(ended));
      const tookMs = performance.now() - startMs;
      assert(tookMs < 5000, `open for ${Math.round(tookMs)} ms`);
    },
  },
  {
    name: "500 requests at once on each of two connections",
    rule: "X1",
    async run(world) {
      const one = "GET /api/videos HTTP/1.1\r\nhost: localhost\r\n\r\n";
      const last = "GET / HTTP/1.0\r\nhost: localhost\r\n\r\n";
      const conns = await open(world, 2, one.repeat(500) + last);
      await Promise.all(conns.map(ended));
    },
  },
  {
    name: "frames of one byte, of none, and pings that nobody counts",
    rule: "R50",
    async run(world) {
      for (
        const [first, payload] of [
          [0x01, []],
          [0x00, [65]],
          [0x89, []],
        ] as const
      ) {
        const conn = await enter(world);
        if (!conn) continue;
        const bytes = frames(1000, { first, payload: [...payload] });
        await pour(conn, { bytes, times: 200 });
        conn.close();
      }
    },
  },
  {
    name: "two persons who stall their room in turns",
    rule: "G9",
    async run(world) {
      const other = await signIn(world.origin, {
        instance: "i-evil",
        person: 4,
      }).catch(() => null);
      const tickets = [await world.room.ticket(), await other?.ticket()];
      const sockets = tickets.flatMap((ticket) =>
        ticket ? [openSocket(world.origin, { ticket })] : []
      );
      for (let n = 0; n < 20 && sockets.length > 0; n++) {
        sockets[n % sockets.length]?.send({ type: "stalled" });
        await pause(50);
      }
      for (const socket of sockets) socket.close();
    },
  },
  {
    name: "secrets in cookies, languages, names of fields and of methods",
    rule: "X12",
    async run({ origin }) {
      const headers = {
        cookie: `session=${CANARY}`,
        referer: `http://localhost/?token=${CANARY}`,
        "user-agent": CANARY,
        "accept-language": CANARY,
        traceparent: CANARY,
        "content-type": `application/json; ${CANARY}`,
      };
      const paths = ["token", "faults", "room", "session", "videos/x/play"];
      for (const path of [...paths, `videos/${CANARY}/events`]) {
        for (const method of ["POST", "DELETE", CANARY]) {
          const response = await fetch(`${origin}/api/${path}`, {
            method,
            headers,
            body: JSON.stringify({ [CANARY]: CANARY, code: [CANARY] }),
          });
          await response.body?.cancel();
          assert(response.status < 500, `${path}: ${response.status}`);
        }
      }
    },
  },
];
