/**
 * An HTTP server that is broken in one way, on raw TCP: as a whole, or on some
 * paths of a server that works.
 * @module
 */
import { type RawRequest, readRequests } from "./raw_request.ts";

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

interface BrokenOptions {
  /** Server that answers what is not broken. @default {none: everything is} */
  behind?: string;
}

interface BrokenServer {
  url: string;
  /** Whether a route (`GET /videos`) is broken; may change at any time. */
  breaks: (route: string) => boolean;
  /** Requests that met the breakage. */
  hits: number;
  /** Requests that arrived where a redirect pointed to. */
  canaryHits: number;
  close(): void;
}

const HUGE_BYTES = 10 * 1024 * 1024;

/** Starts a server that is broken in one way. */
export function startBroken(
  breakage: Breakage,
  { behind }: BrokenOptions = {},
): BrokenServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const canary = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  const broken: BrokenServer = {
    url: `http://127.0.0.1:${listener.addr.port}`,
    breaks: () => true,
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
    for await (const request of readRequests(connection)) {
      const [path = ""] = request.target.split("?");
      if (
        behind !== undefined && !broken.breaks(`${request.method} ${path}`)
      ) {
        await connection.write(await passedOn(request, behind));
        continue;
      }
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
          '{"videos":{"id":5,"title":null},"video":"x","playUrl":{},"ks":0,"token":{}}',
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

/** The answer of the server that works, as bytes. */
async function passedOn(
  { method, target, headers, body }: RawRequest,
  behind: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(behind + target, {
    method,
    headers: {
      "content-type": headers.get("content-type") ?? "",
      authorization: headers.get("authorization") ?? "",
    },
    ...(method === "GET" ? {} : { body }),
  });
  const bytes = await answer.bytes();
  const head = `HTTP/1.1 ${answer.status} Answered\r\ncontent-type: ${
    answer.headers.get("content-type")
  }\r\ncontent-length: ${bytes.length}\r\n\r\n`;
  return await new Blob([head, bytes]).bytes();
}

function shut(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
