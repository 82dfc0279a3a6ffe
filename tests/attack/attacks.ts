/**
 * What strangers and guests have tried, each bounded in count, each with what
 * it must come to. They run against a server on loopback only.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { INTERACTIONS_PATH } from "@/lib/shared/watch_command.ts";
import { openSocket, post } from "../e2e/visitor.ts";
import { roomFlood, unfinishedMessages } from "./room_attacks.ts";
import { type Attack, CANARY, count, ended, few, open } from "./tools.ts";
import { VARIANTS } from "./variants.ts";

/** Connections that may be silent. */
const SILENT = 64;
/** Time in which the last silent one has ended, ms: 15 s, and a busy machine. */
const SILENCE_MS = 20_000;

/** Bytes of a message without end that may go out before it is cut: what the system buffers included. */
const MAX_UNFINISHED_BYTES = 16 * 1024 * 1024;

/** Connections that say nothing, or half of it. The longest attack: others run beside it. */
export const SILENCE: Attack = {
  name: "1,076 connections that say nothing or half of it",
  rule: "X1",
  async run(world) {
    const startMs = performance.now();
    const conns = [
      ...await open(world, 876, ""),
      ...await open(world, 100, "GET / HTTP/1.1\r\nho"),
      ...await open(
        world,
        100,
        "POST /api/token HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{",
      ),
    ];
    assert(conns.length >= SILENT);
    await Promise.all(conns.map(ended));
    const tookMs = performance.now() - startMs;
    assert(tookMs < SILENCE_MS, `open for ${Math.round(tookMs)} ms`);
  },
};

/** The others, in the order in which they run. */
export const ATTACKS: readonly Attack[] = [
  {
    name: "a path of 1,000 prefixes, 50 times",
    rule: "X2",
    async run({ origin }) {
      const counts = await count(
        50,
        () => fetch(`${origin}${"/.proxy".repeat(1000)}/api/health`),
      );
      few(counts, { status: 200, most: 0 });
      assert((counts[404] ?? 0) > 0);
    },
  },
  {
    name: "2,005 junk tokens",
    rule: "A13",
    async run({ origin }) {
      const counts = await count(2005, (n) =>
        post(`${origin}/api/resume`, {
          access_token: `${CANARY}-${n}`,
          instance_id: "i-evil",
        }));
      few(counts, { status: 401, most: 30 });
      few(counts, { status: 200, most: 0 });
    },
  },
  {
    name: "1,000 commands that Discord did not sign",
    rule: "D40",
    async run({ origin }) {
      const body = JSON.stringify({ type: 1, more: "x".repeat(15_000) });
      const counts = await count(1000, () =>
        fetch(origin + INTERACTIONS_PATH, {
          method: "POST",
          headers: {
            "x-signature-ed25519": "0a".repeat(64),
            "x-signature-timestamp": String(Math.floor(Date.now() / 1000)),
          },
          body,
        }));
      assertEquals(counts, { 401: 1000 });
    },
  },
  {
    name: "300 tickets with large bodies",
    rule: "X4",
    async run({ attacker }) {
      const snapshot = "x".repeat(60_000);
      const counts = await count(
        300,
        () => attacker.call("/api/room/ticket", { body: { snapshot } }),
      );
      few(counts, { status: 200, most: 30 });
    },
  },
  {
    name: "3,000 searches",
    rule: "X4",
    async run({ attacker }) {
      const counts = await count(
        3000,
        (n) => attacker.call(`/api/videos/search?q=${n}`),
      );
      few(counts, { status: 200, most: 120 });
    },
  },
  {
    name: "60 rooms in a row",
    rule: "X5",
    async run({ origin, code }) {
      let entered = 0;
      for (let n = 0; n < 60; n++) {
        const response = await post(`${origin}/api/token`, {
          code: await code(`i-${n}`),
          instance_id: `i-${n}`,
        });
        await response.body?.cancel();
        if (response.ok) entered++;
      }
      assert(entered <= 30, `${entered} rooms`);
    },
  },
  {
    name: "300 codes of nobody's",
    rule: "X6",
    async run({ origin }) {
      const counts = await count(
        300,
        () => post(`${origin}/api/token`, { code: CANARY }),
      );
      few(counts, { status: 200, most: 0 });
    },
  },
  {
    name: "addresses, hosts and headers of nonsense, with secrets in them",
    rule: "X12",
    async run(world) {
      for (
        const lines of [
          [`GET /${CANARY} HTTP/1.1`, `host: ${CANARY} )(`],
          [`GET /?token=${CANARY} HTTP/1.1`, "host: evil.test"],
          [`GET http://${CANARY}/ HTTP/1.1`, "host: localhost"],
          [
            "GET /api/videos HTTP/1.1",
            "host: localhost",
            `authorization: Bearer ${CANARY}\t${CANARY}`,
          ],
          [`${CANARY} / HTTP/1.1`, "host: localhost"],
          [`GET /api/videos/%0a${CANARY}/play HTTP/1.1`, "host: localhost"],
          ["GET / HTTP/1.1", "host: localhost", `x: ${"y".repeat(70_000)}`],
          [`\0\0${CANARY}`],
        ]
      ) {
        const text = [...lines, "connection: close", "", ""].join("\r\n");
        const conns = await open(world, 20, text);
        await Promise.all(conns.map(ended));
      }
    },
  },
  {
    name: "200 sockets with foreign pages and invented tickets",
    rule: "P1",
    async run({ origin }) {
      const closed = await Promise.all(
        Array.from({ length: 200 }, (_, n) =>
          openSocket(origin, {
            ticket: "x".repeat(32),
            ...(n % 2 ? { origin: "https://evil.test" } : {}),
          }).closed),
      );
      assert(closed.every((code) => code === 0));
    },
  },
  {
    name: "a socket that talks without a pause, and one that shouts",
    rule: "R23",
    async run({ origin, attacker }) {
      for (
        const [text, times, code] of [
          ['{"type":"ping","t0":1}', 500, 4429],
          ["x".repeat(1_000_000), 1, 4413],
        ] as const
      ) {
        const response = await attacker.call("/api/room/ticket", { body: {} });
        const { ticket } = await response.json();
        // The tickets' attack may have used them all up.
        if (!ticket) continue;
        const socket = openSocket(origin, { ticket });
        await socket.next("welcome");
        for (let n = 0; n < times; n++) socket.send(text);
        // Who goes on sending meanwhile may learn of it by an error.
        assert([code, 0].includes(await socket.closed));
      }
    },
  },
  {
    name: "messages without end on three sockets",
    rule: "R50",
    async run({ room }) {
      const bytes = await unfinishedMessages(room);
      assert(bytes < 3 * MAX_UNFINISHED_BYTES, `${bytes} bytes went out`);
    },
  },
  {
    name: "three sockets that say all that makes a room work",
    rule: "R44",
    run: ({ room }) => roomFlood(room, { ms: 2000 }),
  },
  {
    name: "2,000 faults of pages, half of them with words",
    rule: "O35",
    async run({ origin }) {
      const counts = await count(2000, (n) =>
        post(`${origin}/api/faults`, {
          kind: "error",
          name: "Error",
          steps: [`a-${n}.js:1:1`],
          ...(n % 2 ? { message: CANARY } : {}),
        }));
      few(counts, { status: 204, most: 80 });
      assert((counts[429] ?? 0) > 0);
    },
  },
  {
    name: "500 links to media, and as many pictures, of nothing",
    rule: "X7",
    async run({ origin }) {
      const links = await count(
        500,
        () => fetch(`${origin}/api/videos/0_v1/media?grant=${CANARY}&target=x`),
      );
      few(links, { status: 200, most: 0 });
      const pictures = await count(
        500,
        () => fetch(`${origin}/api/videos/0_v1/thumbnail?partner=1`),
      );
      few(pictures, { status: 200, most: 0 });
    },
  },
  ...VARIANTS,
];
