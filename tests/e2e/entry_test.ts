/** What holds whoever serves the build, and whatever is asked: headers, the log, the end. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type RunningServer, startServer } from "./server.ts";
import { openSocket, signIn } from "./visitor.ts";

const ENTRIES = ["serve.ts", "deno serve"] as const;
/** Longest line of the log, characters. */
const MAX_LINE = 8300;

/** Sends bytes as they are. @returns The head of the answer. */
async function raw(
  { port }: RunningServer,
  lines: string[],
): Promise<string> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  const text = [...lines, "connection: close", "", ""].join("\r\n");
  await conn.write(new TextEncoder().encode(text));
  const answer = await new Response(conn.readable).text();
  return answer.split("\r\n\r\n")[0]?.toLowerCase() ?? "";
}

for (const entry of ENTRIES) {
  Deno.test(`[X13] [R27] ${entry} ends in order: everybody is told, the process ends by itself`, async () => {
    const server = await startServer({ entry });
    const ann = await signIn(server.origin, { instance: "i-1" });
    const socket = openSocket(server.origin, { ticket: await ann.ticket() });
    await socket.next("welcome");
    const ended = server.stop();
    assert((await socket.next("bye")).retryAfterMs >= 0);
    // Deno 2.9 closes the sockets of `deno serve` itself, once it has heard the signal.
    const codes = entry === "serve.ts" ? [1012] : [1012, 1001];
    assert(codes.includes(await socket.closed));
    assertEquals(await ended, 0);
  });

  Deno.test(`[X10] [X11] [X12] by ${entry} every answer is protected, and the log tells no secret and forges no line`, async (t) => {
    const server = await startServer({ entry });
    const canary = "canary-0123456789";
    const asked: [string, number, string[]][] = [
      ["a redirect", 302, ["GET / HTTP/1.1", "host: localhost"]],
      ["a page with a frame's id", 200, [
        "GET /?frame_id=1 HTTP/1.1",
        "host: localhost",
      ]],
      ["no page", 404, [`GET /${canary} HTTP/1.1`, "host: localhost"]],
      ["no page, the older way", 404, [
        `GET /.proxy/${canary}?frame_id=1 HTTP/1.1`,
        "host: localhost",
      ]],
      ["a file", 200, ["GET /icon.svg HTTP/1.1", "host: 127.0.0.1"]],
      ["a file, wrongly", 405, [
        "POST /icon.svg HTTP/1.1",
        "host: localhost",
        "content-length: 0",
      ]],
      ["a wrong method", 404, ["PUT /api/health HTTP/1.1", "host: localhost"]],
      ["no session", 401, [
        "GET /api/videos HTTP/1.1",
        "host: localhost",
        `authorization: Bearer ${canary}`,
        `cookie: ${canary}`,
        `x-forwarded-for: ${canary})\t"`,
      ]],
      ["another host", 421, ["GET / HTTP/1.1", "host: evil.test"]],
      ["no host", 400, ["GET / HTTP/1.1", `host: ${canary} )(`]],
      ["another server", 421, [
        `GET http://evil.test/${canary} HTTP/1.1`,
        "host: localhost",
      ]],
      ["no percent-encoding in a parameter", 400, [
        "GET /api/videos/%E0%A4%A HTTP/1.1",
        "host: localhost",
      ]],
      ["half a percent", 404, ["GET /%zz%00 HTTP/1.1", "host: localhost"]],
    ];
    for (const [name, status, lines] of asked) {
      await t.step(name, async () => {
        const head = await raw(server, lines);
        assertMatch(head, new RegExp(`^http/1.1 ${status} `));
        assertMatch(head, /x-content-type-options: nosniff/);
        assertMatch(head, /content-security-policy: [^\r]*frame-ancestors/);
        assert(!/stack|file:/.test(head));
      });
    }
    await server.stop();
    const text = server.log();
    assert(!text.includes(canary), text);
    for (const line of text.trim().split("\n")) {
      // Deno's own word when it serves by itself.
      if (line.startsWith("deno serve: Listening")) continue;
      assert(line.length < MAX_LINE, `${line.length}`);
      assert(line.startsWith("{"), line);
      assertEquals(typeof JSON.parse(line).event, "string");
    }
  });
}

/** Where the server listens itself. */
const WITHOUT_FRONT = [
  { entry: "deno serve" },
  { entry: "serve.ts", env: { TRUSTED_PROXIES: "1" } },
] as const;

for (const options of WITHOUT_FRONT) {
  Deno.test(`[X1] ${options.entry} without a front: a server that can accept nobody any more says so and ends`, async () => {
    const server = await startServer({ ...options, maxFiles: 200 });
    const conns: Deno.TcpConn[] = [];
    const deadline = performance.now() + 10_000;
    while (!server.log().includes("cannot_accept")) {
      assert(performance.now() < deadline, server.log());
      const conn = await Deno.connect({
        hostname: "127.0.0.1",
        port: server.port,
      }).catch(() => null);
      // Refused: the listener has gone, and the process will.
      if (conn) conns.push(conn);
      else await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assertEquals(await server.over, 1);
    for (const conn of conns) conn.close();
  });
}
