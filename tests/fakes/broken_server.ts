/**
 * An HTTP server that is broken in one way, on raw TCP.
 * @module
 */

/** Ways to be broken. */
export const BREAKAGES = [
  "refuse",
  "reset",
  "hang",
  "slow_body",
  "too_many_requests",
  "server_error",
  "not_available",
  "html",
  "cut_json",
  "cut_body",
  "wrong_types",
  "empty",
  "huge",
  "redirect",
] as const;
/** A way to be broken. */
export type Breakage = typeof BREAKAGES[number];

/** See the module. */
export interface BrokenServer {
  url: string;
  /** Requests that arrived. */
  hits: number;
  /** Requests that arrived where a redirect pointed to. */
  canaryHits: number;
  close(): void;
}

const HUGE_BYTES = 10 * 1024 * 1024;

/** Starts a server that is broken in one way for every path. */
export function startBroken(breakage: Breakage): BrokenServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const canary = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  const broken: BrokenServer = {
    url: `http://127.0.0.1:${listener.addr.port}`,
    hits: 0,
    canaryHits: 0,
    close() {
      if (breakage !== "refuse") listener.close();
      canary.close();
      for (const connection of open) shut(connection);
    },
  };
  (async () => {
    for await (const connection of canary) {
      broken.canaryHits++;
      connection.close();
    }
  })();
  if (breakage === "refuse") {
    listener.close();
    return broken;
  }
  (async () => {
    for await (const connection of listener) {
      open.add(connection);
      void serve(connection).catch(() => {
        // The client has gone, as it should from a broken server.
      });
    }
  })();

  async function serve(connection: Deno.TcpConn) {
    const buffer = new Uint8Array(16 * 1024);
    while (await connection.read(buffer) !== null) {
      broken.hits++;
      await answer(connection);
    }
  }

  async function answer(connection: Deno.TcpConn) {
    const send = (text: string) =>
      connection.write(new TextEncoder().encode(text));
    const reply = (body: string, options: {
      status?: string;
      type?: string;
      length?: number;
      more?: string;
    } = {}) =>
      send(
        `HTTP/1.1 ${options.status ?? "200 OK"}\r\ncontent-type: ${
          options.type ?? "application/json"
        }\r\ncontent-length: ${options.length ?? body.length}\r\n${
          options.more ?? ""
        }\r\n${body}`,
      );
    switch (breakage) {
      case "refuse":
      case "hang":
        return;
      case "reset":
        return shut(connection);
      case "slow_body":
        await reply("[", { length: 1000 });
        return;
      case "too_many_requests":
        await reply('{"error":"slow down","retry_after":0.01}', {
          status: "429 Too Many Requests",
          more: "retry-after: 0\r\n",
        });
        return;
      case "server_error":
        await reply("<h1>canary-upstream-detail</h1>", {
          status: "500 Internal Server Error",
          type: "text/html",
        });
        return;
      case "not_available":
        await reply('{"error":"canary-upstream-detail"}', {
          status: "503 Service Unavailable",
        });
        return;
      case "html":
        await reply("<h1>canary-upstream-detail</h1>", { type: "text/html" });
        return;
      case "cut_json":
        await reply('{"videos":[{"id":"0_');
        return;
      case "cut_body":
        await reply('{"videos":', { length: 5000 });
        return shut(connection);
      case "wrong_types":
        await reply(
          '{"videos":[{"id":5,"title":null}],"video":"x","playUrl":{},"ks":0,"token":{}}',
        );
        return;
      case "empty":
        await reply("");
        return;
      case "huge": {
        await reply("", { length: HUGE_BYTES });
        const chunk = " ".repeat(64 * 1024);
        for (let sent = 0; sent < HUGE_BYTES; sent += chunk.length) {
          await send(chunk);
        }
        return;
      }
      case "redirect":
        await reply("", {
          status: "302 Found",
          more: `location: http://127.0.0.1:${
            (canary.addr as Deno.NetAddr).port
          }/\r\n`,
        });
    }
  }
  return broken;
}

function shut(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
