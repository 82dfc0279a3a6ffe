import { App } from "fresh";
import { assertEquals } from "@std/assert";

type WebSocketApp = App<unknown>;

async function withServer(
  app: WebSocketApp,
  run: (url: string) => Promise<void>,
): Promise<void> {
  const onListen = () => {};
  const server = Deno.serve({ port: 0, onListen }, app.handler());
  try {
    await run(`localhost:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

function next<K extends keyof WebSocketEventMap>(
  socket: WebSocket,
  type: K,
): Promise<WebSocketEventMap[K]> {
  return new Promise((resolve) =>
    socket.addEventListener(type, resolve, { once: true })
  );
}

Deno.test("app.ws() calls its handlers", async () => {
  const seen: unknown[] = [];
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const app = new App().ws("/ws", {
    open: (socket) => socket.send("hello"),
    message: (socket, { data }) => socket.send(`echo ${data}`),
    close(_socket, code, reason) {
      seen.push(code, reason);
      resolve();
    },
  });
  await withServer(app, async (host) => {
    const socket = new WebSocket(`ws://${host}/ws`);
    assertEquals((await next(socket, "message")).data, "hello");
    socket.send("hi");
    assertEquals((await next(socket, "message")).data, "echo hi");
    socket.close(4000, "bye");
    await closed;
    assertEquals(seen, [4000, "bye"]);
    await next(socket, "close");
  });
});

Deno.test("ctx.upgrade() without handlers gives the bare socket", async () => {
  const app = new App().get("/ws", (ctx) => {
    const { socket, response } = ctx.upgrade({ protocol: "greet" });
    socket.onopen = () => socket.send("welcome");
    return response;
  });
  await withServer(app, async (host) => {
    const socket = new WebSocket(`ws://${host}/ws`, "greet");
    assertEquals((await next(socket, "message")).data, "welcome");
    assertEquals(socket.protocol, "greet");
    socket.close();
    await next(socket, "close");
  });
});

Deno.test("ctx.upgrade() answers 400 to what is no upgrade", async () => {
  const app = new App().ws("/ws", {});
  const response = await app.handler()(new Request("http://localhost/ws"));
  const expected = [400, "Expected a WebSocket upgrade request"];
  assertEquals([response.status, await response.text()], expected);
});
