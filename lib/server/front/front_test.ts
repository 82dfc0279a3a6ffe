import { assert, assertEquals } from "@std/assert";
import { type FrontOptions, startFront } from "./front.ts";
import { FRONT, type FrontLimits } from "./limits.ts";
import { createLog } from "../log/log.ts";

/** Patience of the front under test, ms. */
const PATIENCE_MS = 300;
const QUICK: FrontLimits = {
  ...FRONT,
  patienceMs: {
    head: PATIENCE_MS,
    request: 4 * PATIENCE_MS,
    answer: PATIENCE_MS,
    socket: Infinity,
    closing: PATIENCE_MS,
  },
  sweepMs: 20,
};
const encoder = new TextEncoder();

/** A server that answers, echoes sockets, and never answers `/never`. */
function startWorld(
  limits: Partial<FrontLimits> = {},
  options: Partial<FrontOptions> = {},
) {
  const peers: (string | undefined)[] = [];
  const closing = new AbortController();
  const server = Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      signal: closing.signal,
      onListen() {},
    },
    (request, info) => {
      peers.push(front.peerOf(info.remoteAddr.port));
      if (request.headers.has("upgrade")) {
        const { socket, response } = Deno.upgradeWebSocket(request);
        socket.onmessage = ({ data }) =>
          data === "bye" ? socket.close(1000) : socket.send(data);
        return response;
      }
      return request.url.endsWith("/never")
        ? new Promise<Response>(() => {})
        : new Response("ok");
    },
  );
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const front = startFront(listener, {
    port: () => server.addr.port,
    log: createLog(() => {}),
    limits: { ...QUICK, ...limits },
    ...options,
  });
  const { port } = listener.addr;
  return {
    front,
    peers,
    origin: `http://127.0.0.1:${port}`,
    /** Opens a connection and sends something. @returns All it got, and after how long it ended, ms. */
    async open(...pieces: string[]) {
      const conn = await Deno.connect({ hostname: "127.0.0.1", port });
      const startMs = performance.now();
      for (const piece of pieces) await conn.write(encoder.encode(piece));
      const ended = new Response(conn.readable).text().then((text) => ({
        text,
        ms: performance.now() - startMs,
      }));
      return { ended };
    },
    async close() {
      front.close();
      await front.finished;
      closing.abort();
      await server.finished;
    },
  };
}

const REQUEST = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

Deno.test("[X1] silent, half-said and idle connections end in time, and none before", async () => {
  const world = startWorld();
  const opened = await Promise.all([
    world.open(),
    world.open("GET / HTTP/1.1\r\nhos"),
    world.open(REQUEST),
  ]);
  const slow = await world.open(
    "GET /never HTTP/1.1\r\n",
    "host: localhost\r\n\r\n",
  );
  const ends = await Promise.all(opened.map(({ ended }) => ended));
  for (const { ms } of ends) {
    assert(ms >= PATIENCE_MS && ms < 3 * PATIENCE_MS, String(ms));
  }
  assertEquals(ends.map(({ text }) => text.endsWith("ok")), [
    false,
    false,
    true,
  ]);
  const { ms } = await slow.ended;
  assert(ms >= 4 * PATIENCE_MS, `a request under way has longer: ${ms}`);
  assertEquals(world.front.stats(), { open: 0, silent: 0 });
  await world.close();
});

Deno.test("[X1] requests, large bodies and sockets pass as they are, whoever is silent beside them", async () => {
  const world = startWorld();
  const silent = await Promise.all(
    Array.from({ length: FRONT.silentPerOwner + 20 }, () => world.open()),
  );
  assertEquals(await (await fetch(world.origin)).text(), "ok");
  assertEquals(world.front.stats().silent <= FRONT.silentPerOwner, true);
  const socket = new WebSocket(world.origin.replace("http", "ws"));
  await new Promise((resolve) => socket.onopen = resolve);
  const echo = (text: string) =>
    new Promise<string>((resolve) => {
      socket.onmessage = ({ data }) => resolve(data);
      socket.send(text);
    });
  const long = "x".repeat(60_000);
  assertEquals(await echo(long), long);
  await Promise.all(silent.map(({ ended }) => ended));
  // Idle for longer than a connection between requests may be.
  assertEquals(await echo("still there"), "still there");
  socket.close();
  await new Promise((resolve) => socket.onclose = resolve);
  assertEquals(new Set(world.peers), new Set(["127.0.0.1"]));
  await world.close();
});

Deno.test("[X1] half of a later head ends as soon as half of the first", async () => {
  const world = startWorld();
  const conn = await Deno.connect({
    hostname: "127.0.0.1",
    port: Number(new URL(world.origin).port),
  });
  await conn.write(encoder.encode(REQUEST));
  await conn.read(new Uint8Array(4096));
  const startMs = performance.now();
  await conn.write(encoder.encode("GET / HTTP/1.1\r\nhos"));
  while (world.front.stats().silent === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Response(conn.readable).text();
  const ms = performance.now() - startMs;
  assert(ms >= PATIENCE_MS && ms < 3 * PATIENCE_MS, String(ms));
  await world.close();
});

Deno.test("[X1] a later head in two pieces is answered", async () => {
  const world = startWorld();
  const conn = await Deno.connect({
    hostname: "127.0.0.1",
    port: Number(new URL(world.origin).port),
  });
  const answer = new Uint8Array(4096);
  await conn.write(encoder.encode(REQUEST));
  await conn.read(answer);
  // Cut within what ends it.
  await conn.write(encoder.encode(REQUEST.slice(0, -1)));
  while (world.front.stats().silent === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await conn.write(encoder.encode(REQUEST.slice(-1)));
  const count = await conn.read(answer) ?? 0;
  const text = new TextDecoder().decode(answer.subarray(0, count));
  assert(text.startsWith("HTTP/1.1 200"), text);
  conn.close();
  await world.close();
});

Deno.test("[X1] where the table is full of requests, the address with most under way makes room for others", async () => {
  const owners = ["many", "many", "many", "one", "many", "one"];
  const world = startWorld({ ownerShare: 1 }, {
    // Three that the server has, too, and one more.
    maxFiles: 10,
    ownerOf: () => owners.shift() ?? "later",
  });
  const never = "GET /never HTTP/1.1\r\nhost: localhost\r\n\r\n";
  const held = async () => {
    const seen = world.peers.length;
    const link = await world.open(never);
    while (world.peers.length === seen) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return link;
  };
  const first = await held();
  await held();
  await held();
  const one = await held();
  const { ms } = await first.ended;
  assert(ms < 4 * PATIENCE_MS, `the first of many has made room: ${ms}`);
  // Two of many and one: the address with most gets no more at another's cost.
  const more = await world.open(never).catch(() => null);
  const refused = await more?.ended.catch(() => null);
  assert(refused === null || /^($|HTTP\/1.1 503)/.test(refused?.text ?? ""));
  const last = await one.ended;
  assert(last.ms >= 4 * PATIENCE_MS, `the only one has its time: ${last.ms}`);
  await world.close();
});

Deno.test("[X1] one address has so many connections; the ones too many end, the others stay", async () => {
  const world = startWorld({ perOwner: 3 });
  const never = "GET /never HTTP/1.1\r\nhost: localhost\r\n\r\n";
  const opened = [];
  for (let n = 0; n < 3; n++) opened.push(await world.open(never));
  // A silent one would make room.
  while (world.front.stats().silent > 0 || world.peers.length < 3) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const extra = await world.open(REQUEST).catch(() => null);
  const refused = await extra?.ended.catch(() => ({ text: "", ms: 0 }));
  assertEquals(refused?.text ?? "", "");
  assertEquals(world.front.stats().open, 3);
  await Promise.all(opened.map(({ ended }) => ended));
  assertEquals(await (await fetch(world.origin)).text(), "ok");
  await world.close();
});

Deno.test("[X1] a head that is too long ends its connection", async () => {
  const world = startWorld();
  const { ended } = await world.open(
    "GET / HTTP/1.1\r\nx: ",
    ...Array.from({ length: 20 }, () => "y".repeat(4096)),
  );
  const { text } = await ended.catch(() => ({ text: "", ms: 0 }));
  assertEquals(text, "");
  await world.close();
});

const UPGRADE = [
  "GET / HTTP/1.1",
  "host: localhost",
  "upgrade: websocket",
  "connection: upgrade",
  "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version: 13",
  "\r\n",
].join("\r\n");

/** A piece of a text message that more follow: 16 KiB, masked by zeros. */
function fragment(opcode: 0 | 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + 16_384);
  bytes.set([opcode, 0x80 | 126, 16_384 >> 8, 16_384 & 255]);
  return bytes;
}

/** Opens a socket as an attacker does. @returns Its connection, once the server has agreed. */
async function openRaw(origin: string, extra = new Uint8Array(0)) {
  const { port } = new URL(origin);
  const conn = await Deno.connect({
    hostname: "127.0.0.1",
    port: Number(port),
  });
  await conn.write(new Uint8Array([...encoder.encode(UPGRADE), ...extra]));
  const answer = new Uint8Array(1000);
  const count = await conn.read(answer);
  return { conn, isOpen: count !== null };
}

/** Whether the other side ends a connection while one writes to it. */
async function isCut(conn: Deno.Conn, withinBytes: number): Promise<boolean> {
  const ended = conn.read(new Uint8Array(1)).then((n) => n === null)
    .catch(() => true);
  try {
    for (let sent = 0; sent < withinBytes; sent += 16_384) {
      await conn.write(fragment(0));
    }
  } catch {
    return true;
  }
  return await Promise.race([
    ended,
    new Promise<boolean>((resolve) => setTimeout(resolve, 1000, false)),
  ]);
}

Deno.test("[R50] a WebSocket message without end is cut at 64 KiB, and one hidden behind the request as well", async () => {
  const world = startWorld();
  const { conn, isOpen } = await openRaw(world.origin);
  assert(isOpen);
  await conn.write(fragment(1));
  assert(await isCut(conn, 1024 * 1024));
  conn.close();
  const hidden = await openRaw(world.origin, fragment(1).subarray(0, 100));
  assert(!hidden.isOpen || await isCut(hidden.conn, 1024 * 1024));
  hidden.conn.close();
  assertEquals(world.front.stats().open, 0);
  await world.close();
});

Deno.test("[R50] whom the server says good-bye to has a moment to say it, too", async () => {
  const world = startWorld();
  const { conn } = await openRaw(world.origin);
  const bye = [0x81, 0x83, 0, 0, 0, 0, ...encoder.encode("bye")];
  await conn.write(new Uint8Array(bye));
  const startMs = performance.now();
  const piece = new Uint8Array(1000);
  const said = await conn.read(piece);
  assertEquals(piece[0], 0x88, `a good-bye of ${said} bytes`);
  // The peer neither answers nor goes: without an end it would stay for ever.
  assertEquals(await conn.read(piece), null);
  const ms = performance.now() - startMs;
  assert(ms >= PATIENCE_MS && ms < 4 * PATIENCE_MS, String(ms));
  conn.close();
  await world.close();
});

Deno.test("[X31] what is not HTTP/1 ends at once, and the server never sees it", async () => {
  const world = startWorld();
  const heads = [
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "GET / HTTP/2.0\r\nhost: localhost\r\n\r\n",
    "\x16\x03\x01\r\n\r\n",
    "GET / HTTP/1.1 \r\n\r\n",
  ];
  for (const head of heads) {
    const { text, ms } = await (await world.open(head)).ended;
    assertEquals(text, "", head);
    assert(ms < PATIENCE_MS, `${head} after ${ms} ms`);
  }
  assertEquals(world.peers, []);
  await world.close();
});
