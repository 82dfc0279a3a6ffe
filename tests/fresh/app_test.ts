// deno-lint-ignore-file no-console -- what is shown is what is tested
import { App, type Context, HttpError } from "fresh";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";

async function answer(
  app: App<unknown>,
  path: string,
  init?: RequestInit,
): Promise<[status: number, body: string]> {
  const request = new Request(`http://localhost${path}`, init);
  const response = await app.handler()(request);
  return [response.status, await response.text()];
}

const say = (text: string) => () => new Response(text);

Deno.test("App.use() runs middlewares in order, around the handler", async () => {
  const order: string[] = [];
  const note = (name: string) => async (ctx: Context<unknown>) => {
    order.push(`${name} in`);
    const response = await ctx.next();
    order.push(`${name} out`);
    return response;
  };
  const app = new App().use(note("a"), note("b"))
    .get("/", note("own"), say("ok"));
  assertEquals(await answer(app, "/"), [200, "ok"]);
  const expected = ["a in", "b in", "own in", "own out", "b out", "a out"];
  assertEquals(order, expected);
});

Deno.test("App.use() applies to what is added after it", async () => {
  const app = new App().get("/early", say("ok"))
    .use(say("caught"))
    .get("/late", say("ok"));
  assertEquals(await answer(app, "/early"), [200, "ok"]);
  assertEquals(await answer(app, "/late"), [200, "caught"]);
  assertEquals(await answer(app, "/nowhere"), [200, "caught"]);
});

Deno.test("App.use() with a path applies at and below it", async () => {
  const app = new App().use("/a", say("caught"))
    .get("/a", say("ok"))
    .get("/a/b/:c", say("ok"))
    .get("/ab", say("ok"));
  assertEquals(await answer(app, "/a"), [200, "caught"]);
  assertEquals(await answer(app, "/a/b/c"), [200, "caught"]);
  assertEquals(await answer(app, "/ab"), [200, "ok"]);
});

Deno.test("ctx.state is one request's own", async () => {
  const app = new App<{ count?: number }>()
    .use((ctx) => {
      ctx.state.count = (ctx.state.count ?? 0) + 1;
      return ctx.next();
    })
    .get("/", (ctx) => ctx.json(ctx.state));
  assertEquals(await answer(app as App<unknown>, "/"), [200, '{"count":1}']);
  assertEquals(await answer(app as App<unknown>, "/"), [200, '{"count":1}']);
});

Deno.test("App answers each method by its handler", async () => {
  const app = new App().get("/", say("get")).post("/", say("post"))
    .put("/", say("put")).patch("/", say("patch")).delete("/", say("delete"))
    .all("/any", (ctx) => ctx.text(ctx.req.method));
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
    const own = await answer(app, "/", { method });
    assertEquals(own, [200, method.toLowerCase()]);
    assertEquals(await answer(app, "/any", { method }), [200, method]);
  }
});

Deno.test("App answers HEAD by the GET handler, without its body", async () => {
  const app = new App().get("/", say("ok"));
  assertEquals(await answer(app, "/", { method: "HEAD" }), [200, ""]);
  const own = new App().get("/", say("ok"))
    .head("/", () => new Response(null, { status: 204 }));
  assertEquals(await answer(own, "/", { method: "HEAD" }), [204, ""]);
});

Deno.test("App answers 404 and 405", async () => {
  const app = new App().get("/here", say("ok")).get("/:id/x", say("ok"));
  assertEquals(await answer(app, "/there"), [404, "Not Found"]);
  const post = { method: "POST" };
  assertEquals(await answer(app, "/here", post), [405, "Method Not Allowed"]);
  assertEquals(await answer(app, "/1/x", post), [405, "Method Not Allowed"]);
  assertEquals(await answer(app, "/there", post), [404, "Not Found"]);
});

Deno.test("routes: literal ones first, then patterns as they were added", async () => {
  const app = new App().get(
    "/posts/:id",
    (ctx) => ctx.text(`id ${ctx.params.id}`),
  )
    .get("/posts/:other", say("never"))
    .get("/posts/featured", say("featured"))
    .get("/files/*", say("files"));
  assertEquals(await answer(app, "/posts/featured"), [200, "featured"]);
  assertEquals(await answer(app, "/posts/7"), [200, "id 7"]);
  assertEquals(await answer(app, "/files/a/b"), [200, "files"]);
  assertEquals((await answer(app, "/posts/7/x"))[0], 404);
});

Deno.test("ctx.params are decoded, ctx.route is the pattern", async () => {
  const app = new App()
    .use((ctx) => ctx.route === null ? ctx.text("none") : ctx.next())
    .get("/hi/:name", (ctx) => ctx.text(`${ctx.params.name} ${ctx.route}`));
  assertEquals(await answer(app, "/hi/a%20b"), [200, "a b /hi/:name"]);
  // As `decodeURI` does, which leaves what means something in a path.
  assertEquals(await answer(app, "/hi/a%2Fb"), [200, "a%2Fb /hi/:name"]);
  assertEquals(await answer(app, "/elsewhere"), [200, "none"]);
  await assertRejects(() => answer(app, "/hi/%E0%A4%A"), URIError);
});

Deno.test("HttpError becomes its status and message", async () => {
  const app = new App()
    .get("/plain", () => {
      throw new HttpError(403);
    })
    .get("/own", () => Promise.reject(new HttpError(409, "taken")));
  assertEquals(await answer(app, "/plain"), [403, "Forbidden"]);
  assertEquals(await answer(app, "/own"), [409, "taken"]);
});

Deno.test("onError() answers what is thrown, the nearest first", async () => {
  const fail = () => {
    throw new Error("boom");
  };
  const app = new App()
    .onError("*", (ctx) => new Response(`top ${ctx.error}`, { status: 500 }))
    .onError("/foo/bar", () => new Response("nested", { status: 500 }))
    .use("/early", fail)
    .get("/early", say("ok"))
    .get("/x", fail)
    .get("/foo/bar/x", fail);
  assertEquals(await answer(app, "/x"), [500, "top Error: boom"]);
  assertEquals(await answer(app, "/early"), [500, "top Error: boom"]);
  assertEquals(await answer(app, "/foo/bar/x"), [500, "nested"]);
  // Where no route was found nothing was caught on the way.
  assertEquals(await answer(app, "/nowhere"), [500, "top null"]);
});

Deno.test("onError() itself may fail, and the next one answers", async () => {
  const fail = () => {
    throw new HttpError(400, "inner");
  };
  const app = new App()
    .onError("*", (ctx) => ctx.text(`top ${(ctx.error as Error).message}`))
    .onError("/a", () => {
      throw new HttpError(400, "handler");
    })
    .get("/a", fail);
  assertEquals(await answer(app, "/a"), [200, "top handler"]);
});

Deno.test("notFound() answers every 404 that is caught", async () => {
  const app = new App()
    .onError("*", say("other"))
    .notFound(() => new Response("nothing here", { status: 404 }))
    .get("/thrown", () => {
      throw new HttpError(404);
    })
    .get("/teapot", () => {
      throw new HttpError(418);
    });
  assertEquals(await answer(app, "/unknown"), [404, "nothing here"]);
  assertEquals(await answer(app, "/thrown"), [404, "nothing here"]);
  assertEquals(await answer(app, "/teapot"), [200, "other"]);
});

Deno.test("an error of the app's own is not told to people", async () => {
  const shown: unknown[] = [];
  const { error } = console;
  console.error = (...args) => shown.push(...args);
  try {
    const secret = new Error("password is 1234");
    const app = new App().get("/", () => Promise.reject(secret));
    assertEquals(await answer(app, "/"), [500, "Internal server error"]);
    assertEquals(shown, [secret]);
  } finally {
    console.error = error;
  }
});

Deno.test("ctx.redirect() stays on this host", async () => {
  const targets = {
    "/new-url": "/new-url",
    "/": "/",
    "//evil.example": "/evil.example",
    "///evil.example/a": "/evil.example/a",
    "/search?next=//a": "/search?next=//a",
    "https://example.com/a//b": "https://example.com/a//b",
  };
  for (const [target, expected] of Object.entries(targets)) {
    const app = new App().get("/", (ctx) => ctx.redirect(target));
    const response = await app.handler()(new Request("http://localhost/"));
    assertEquals(response.status, 302);
    assertEquals(response.headers.get("location"), expected);
  }
  const app = new App().get("/", (ctx) => ctx.redirect("/x", 307));
  assertEquals((await answer(app, "/"))[0], 307);
});

Deno.test("ctx.redirect() is no guard: what browsers read as another host passes", async () => {
  const app = new App().get("/", (ctx) => ctx.redirect("/\\evil.example"));
  const response = await app.handler()(new Request("http://localhost/"));
  assertEquals(response.headers.get("location"), "/\\evil.example");
});

Deno.test("ctx.url has no empty path segments", async () => {
  const app = new App().use((ctx) => ctx.redirect(ctx.url.pathname));
  const request = new Request("http://localhost//evil.example//x");
  const response = await app.handler()(request);
  assertEquals(response.headers.get("location"), "/evil.example/x");
});

Deno.test("ctx.json(), text() and html() say what they are", async () => {
  const app = new App()
    .get("/json", (ctx) => ctx.json({ a: 1 }, { status: 201 }))
    .get("/text", (ctx) => ctx.text("<b>"))
    .get("/html", (ctx) => ctx.html("<b>", { headers: { "x-a": "1" } }));
  const get = async (path: string) =>
    await app.handler()(new Request(`http://localhost${path}`));
  const json = await get("/json");
  assertEquals([json.status, await json.json()], [201, { a: 1 }]);
  assertStringIncludes(json.headers.get("content-type")!, "application/json");
  const text = await get("/text");
  assertStringIncludes(text.headers.get("content-type")!, "text/plain");
  const html = await get("/html");
  assertStringIncludes(html.headers.get("content-type")!, "text/html");
  assertEquals(html.headers.get("x-a"), "1");
});

Deno.test("app.listen() serves until its signal", async () => {
  const app = new App().get(
    "/",
    (ctx) => ctx.text((ctx.info.remoteAddr as Deno.NetAddr).hostname),
  );
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<Deno.NetAddr>();
  const { signal } = controller;
  const options = { port: 0, hostname: "127.0.0.1", signal };
  const done = app.listen({ ...options, onListen: resolve });
  const { port } = await promise;
  const response = await fetch(`http://127.0.0.1:${port}/`);
  assertEquals(await response.text(), "127.0.0.1");
  controller.abort();
  await done;
});
