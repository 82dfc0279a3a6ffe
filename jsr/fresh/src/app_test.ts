import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { App, HttpError } from "./mod.ts";
import { Builder } from "./dev/mod.ts";

const ROOT = new URL("../testdata/app", import.meta.url).pathname;

async function get(
  app: App<unknown>,
  path: string,
  init?: RequestInit,
): Promise<Response> {
  return await app.handler()(new Request(`http://localhost${path}`, init));
}

Deno.test("App.use() runs middlewares in order, around the handler", async () => {
  const order: string[] = [];
  const app = new App()
    .use(async (ctx) => {
      order.push("in");
      const response = await ctx.next();
      order.push("out");
      return response;
    })
    .get("/", () => {
      order.push("handler");
      return new Response("ok");
    });
  assertEquals(await (await get(app, "/")).text(), "ok");
  assertEquals(order, ["in", "handler", "out"]);
});

Deno.test("App.use() runs for unknown paths too", async () => {
  const app = new App().use(() => new Response("caught"));
  assertEquals(await (await get(app, "/nowhere")).text(), "caught");
});

Deno.test("App.get() answers HEAD without a body", async () => {
  const app = new App().get("/", () => new Response("ok"));
  const response = await get(app, "/", { method: "HEAD" });
  assertEquals([response.status, await response.text()], [200, ""]);
});

Deno.test("App answers 404 and 405", async () => {
  const app = new App().get("/here", () => new Response("ok"));
  assertEquals((await get(app, "/there")).status, 404);
  assertEquals((await get(app, "/here", { method: "POST" })).status, 405);
});

Deno.test("ctx.params are decoded", async () => {
  const app = new App().get("/hi/:name", (ctx) => ctx.text(ctx.params.name!));
  assertEquals(await (await get(app, "/hi/a%2Fb")).text(), "a/b");
  assertEquals(await (await get(app, "/hi/%E0%A4%A")).text(), "%E0%A4%A");
});

Deno.test("HttpError becomes its status; onError() sees it", async () => {
  const app = new App().get("/", () => {
    throw new HttpError(403);
  });
  const plain = await get(app, "/");
  assertEquals([plain.status, await plain.text()], [403, "Forbidden"]);
  const handled = new App()
    .onError((ctx) => new Response(String(ctx.error), { status: 500 }))
    .get("/", () => {
      throw new Error("boom");
    });
  assertEquals(await (await get(handled, "/")).text(), "Error: boom");
});

Deno.test("ctx.redirect() stays on this host", async () => {
  const app = new App().get("/", (ctx) => ctx.redirect("//evil.example"));
  const response = await get(app, "/");
  assertEquals(response.headers.get("location"), "/evil.example");
});

Deno.test("ctx.upgrade() refuses what is no upgrade", async () => {
  const app = new App().ws("/ws", {});
  assertEquals((await get(app, "/ws")).status, 400);
});

Deno.test("app.ws() serves a managed socket", async () => {
  const app = new App().ws("/ws", {
    message: (socket, { data }) => socket.send(`echo ${data}`),
  });
  const server = Deno.serve(
    { port: 0, onListen: () => {} },
    app.handler(),
  );
  const socket = new WebSocket(`ws://localhost:${server.addr.port}/ws`);
  socket.onopen = () => socket.send("hi");
  const answer = await new Promise((resolve) => {
    socket.onmessage = ({ data }) => resolve(data);
  });
  assertEquals(answer, "echo hi");
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
  await server.shutdown();
});

Deno.test("Builder builds file routes, islands and assets", async (t) => {
  const builder = new Builder({ root: ROOT });
  const apply = await builder.build({ snapshot: "memory" });
  const { app } = await import("../testdata/app/main.ts");
  apply(app);
  const handler = app.handler();
  const fetch = (path: string) =>
    handler(new Request(`http://localhost${path}`));

  await t.step(
    "pages stand in the app wrapper, with Head's children",
    async () => {
      const html = await (await fetch("/")).text();
      assert(html.startsWith("<!DOCTYPE html><html"));
      assertStringIncludes(html, "<p>hello</p>");
      assert(html.indexOf("<title>Home</title>") < html.indexOf("</head>"));
    },
  );

  await t.step("props cannot leave their script", async () => {
    const html = await (await fetch("/")).text();
    const script = html.slice(html.lastIndexOf("<script"));
    assertEquals(script.match(/<\/script>/g)?.length, 1);
    assertEquals(html.includes("</script><b>"), false);
  });

  await t.step("csp({ useNonce }) and inline scripts agree", async () => {
    const response = await fetch("/");
    const [, nonce] = / nonce="([^"]+)"/.exec(await response.text()) ?? [];
    assert(nonce);
    assertStringIncludes(
      response.headers.get("content-security-policy") ?? "",
      `script-src 'self' 'nonce-${nonce}'`,
    );
  });

  await t.step("folders give middlewares, parameters and layouts", async () => {
    const api = await fetch("/api/joe");
    assertEquals(await api.json(), { name: "joe" });
    assertEquals(api.headers.get("x-api"), "yes");
    assertEquals(await (await fetch("/files/a/b.txt")).text(), "a/b.txt");
    assertStringIncludes(
      await (await fetch("/about")).text(),
      "<section><p>about</p></section>",
    );
  });

  await t.step("_error shows what went wrong", async () => {
    const response = await fetch("/nowhere");
    assertEquals(response.status, 404);
    assertStringIncludes(await response.text(), "<h1>error 404</h1>");
  });

  await t.step("scripts and asset() URLs never change", async () => {
    const html = await (await fetch("/")).text();
    const [, css] = /href="(\/styles\.css\?[^"]+)"/.exec(html) ?? [];
    const [, js] = /modulepreload" href="([^"]+)"/.exec(html) ?? [];
    for (const path of [css, js]) {
      const response = await fetch(path ?? "");
      assertEquals(response.status, 200);
      assertStringIncludes(
        response.headers.get("cache-control") ?? "",
        "immutable",
      );
      await response.body?.cancel();
    }
    const plain = await fetch("/styles.css");
    assertStringIncludes(await plain.text(), "color: red");
    assertStringIncludes(plain.headers.get("cache-control") ?? "", "no-cache");
  });

  await t.step("test files are no routes", async () => {
    const response = await fetch("/skipped_test");
    assertEquals(response.status, 404);
    await response.body?.cancel();
  });

  await t.step("files outside static/ stay there", async () => {
    for (const path of ["/..%2fmain.ts", "/%2e%2e/main.ts", "/%00"]) {
      const response = await fetch(path);
      assertEquals(response.status, 404, path);
      await response.body?.cancel();
    }
  });
});
