import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pathToFileURL } from "node:url";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";

const root = new URL("./app", import.meta.url).pathname;

interface Built {
  /** Base URL of the served build. */
  url: string;
  outDir: string;
}

/** Builds the test app to disk, imports the build as a server would, and serves it. */
async function withBuild(run: (built: Built) => Promise<void>): Promise<void> {
  const outDir = await Deno.makeTempDir();
  await new Builder({ root, outDir }).build();
  const { href } = pathToFileURL(`${outDir}/server.js`);
  const { default: built } = await import(href);
  const server = Deno.serve({ port: 0, onListen: () => {} }, built.fetch);
  try {
    await run({ url: `http://localhost:${server.addr.port}`, outDir });
  } finally {
    await server.shutdown();
    await Deno.remove(outDir, { recursive: true });
  }
}

/** Paths of a page's `Link` header that are preloaded as modules. */
function preloadsOf(headers: Headers): string[] {
  const links = headers.get("link") ?? "";
  return [...links.matchAll(/<([^>]+)>; rel="modulepreload"; as="script"/g)]
    .map(([, path]) => path!);
}

Deno.test("Builder.build() writes a server that serves the app", async (t) => {
  await withBuild(async ({ url, outDir }) => {
    const get = async (path: string, init?: RequestInit) => {
      const response = await fetch(url + path, { redirect: "manual", ...init });
      const { status, headers } = response;
      return { status, headers, text: await response.text() };
    };
    const cacheOf = (headers: Headers) => headers.get("cache-control") ?? "";

    await t.step("pages: middlewares, wrapper, Head and state", async () => {
      const { text, headers } = await get("/");
      assert(text.startsWith('<!DOCTYPE html><html lang="en"><head>'));
      assertEquals(text.match(/<title>[^<]*/g), ["<title>Home"]);
      assertEquals(text.match(/<meta name="[^>]*/g)?.length, 1);
      assertStringIncludes(text, "<p>hello</p>");
      assertStringIncludes(headers.get("content-type")!, "text/html");
    });

    await t.step("file names give patterns", async () => {
      const say = async (path: string) => (await get(path)).text;
      assertEquals(await say("/api/joe"), '{"name":"joe"}');
      assertEquals(await say("/files/a/b.txt"), "a/b.txt");
      assertEquals(await say("/docs"), "docs  /docs/:version?");
      assertStringIncludes(await say("/docs/latest"), "docs latest ");
      assertStringIncludes(await say("/about"), "<p>about</p></section>");
      assertEquals((await get("/(group)/about")).status, 404);
      assertEquals((await get("/about/")).status, 200);
    });

    await t.step("_middleware applies to its folder", async () => {
      assertEquals((await get("/api/joe")).headers.get("x-api"), "yes");
      assertEquals((await get("/about")).headers.get("x-api"), null);
    });

    await t.step("page() gives data, status and headers", async () => {
      const { status, headers, text } = await get("/admin");
      assertEquals([status, headers.get("x-total")], [201, "5"]);
      assertStringIncludes(text, "<nav><b>hello 5.0</b></nav>");
    });

    await t.step("methods without a handler of a file are 404", async () => {
      assertEquals((await get("/api/joe", { method: "PUT" })).status, 404);
      assertEquals((await get("/admin", { method: "POST" })).status, 404);
      const head = await get("/api/joe", { method: "HEAD" });
      assertEquals([head.status, head.text], [200, ""]);
    });

    await t.step(
      "_error answers below its folder, with the status",
      async () => {
        const missing = await get("/nowhere");
        assertEquals(missing.status, 404);
        assertStringIncludes(missing.text, "<h1>error 404</h1>");
        const teapot = await get("/teapot");
        assertEquals(teapot.status, 418);
        assertStringIncludes(teapot.text, "<h1>error 418</h1>");
        const admin = await get("/admin?broken");
        assertEquals(admin.status, 500);
        assertStringIncludes(admin.text, "<nav><h2>admin: broken</h2></nav>");
      },
    );

    await t.step("config overrides pattern and wrapper", async () => {
      const { text } = await get("/plain/42");
      assertStringIncludes(text, "<i>42</i>");
      // Fresh's own document, without ours.
      assertStringIncludes(text, "<html><head>");
      assertEquals(text.includes("<title"), false);
      assertEquals((await get("/plain/x")).status, 404);
      assertEquals((await get("/bare")).status, 404);
    });

    await t.step("tests are no routes", async () => {
      assertEquals((await get("/skipped_test")).status, 404);
      const server = await Deno.readTextFile(`${outDir}/server.js`);
      assertEquals(server.includes("_test"), false);
    });

    await t.step("scripts and asset() URLs are immutable", async () => {
      const { text, headers } = await get("/");
      const css = /href="(\/styles\.css\?[^"]+)"/.exec(text)?.[1];
      const scripts = preloadsOf(headers);
      assert(css && scripts.length >= 2);
      for (const path of [css, ...scripts]) {
        const { status, headers } = await get(path);
        assertEquals(status, 200, path);
        assertEquals(cacheOf(headers), "public, max-age=31536000, immutable");
      }
      const other = await get("/styles.css?__frsh_c=another");
      assertEquals(other.status, 307);
      assertEquals(other.headers.get("location"), "/styles.css");
    });

    await t.step(
      "a header preloads the scripts that start islands, and no others",
      async () => {
        const { text, headers } = await get("/");
        const imported = [...text.matchAll(/from "([^"]+\.js)"/g)]
          .map(([, path]) => path!);
        assert(imported.length >= 2);
        assertEquals(preloadsOf(headers).sort(), imported.sort());
        assertEquals(text.includes("modulepreload"), false);
      },
    );

    await t.step("static files: types, HEAD, ETag, 304, 405", async () => {
      const full = await get("/styles.css");
      assertStringIncludes(full.text, "color: red");
      assertStringIncludes(full.headers.get("content-type")!, "text/css");
      assertStringIncludes(cacheOf(full.headers), "no-cache");
      const head = await get("/styles.css", { method: "HEAD" });
      assertEquals([head.status, head.text], [200, ""]);
      const length = String(full.text.length);
      assertEquals(head.headers.get("content-length"), length);
      const etag = full.headers.get("etag")!;
      const headers = { "if-none-match": etag };
      const again = await get("/styles.css", { headers });
      assertEquals([again.status, again.text], [304, ""]);
      const stale = { "if-none-match": 'W/"other"' };
      assertEquals((await get("/styles.css", { headers: stale })).status, 200);
      const post = await get("/styles.css", { method: "POST" });
      assertEquals(post.status, 405);
    });

    await t.step("image URLs are locked, unless the tag opts out", async () => {
      const { text } = await get("/");
      const [locked, free] = text.match(/<img [^>]*>/g) ?? [];
      const src = /src="(\/pixel\.svg\?__frsh_c=[^"]+)"/.exec(locked!)?.[1];
      assertStringIncludes(cacheOf((await get(src!)).headers), "immutable");
      assertStringIncludes(free!, 'src="/pixel.svg"');
    });

    await t.step("nothing outside static/ is served", async () => {
      const tries = ["/..%2fmain.ts", "/%2e%2e/main.ts", "/%00", "/%E0%A4%A"];
      const names = ["/__proto__", "/constructor", "/server.js", "/static"];
      for (const path of [...tries, ...names]) {
        assertEquals((await get(path)).status, 404, path);
      }
    });

    await t.step("props cannot leave their script", async () => {
      const { text } = await get("/");
      const script = text.slice(text.lastIndexOf("<script"));
      assertEquals(script.match(/<\/script>/g)?.length, 1);
      assertEquals(text.includes("</script><b>"), false);
    });

    await t.step(
      "nonces are always there, in the policy when csp() with useNonce ran",
      async () => {
        const { text, headers } = await get("/");
        const policy = headers.get("content-security-policy")!;
        const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
        const tags = text.match(/<(script|style)\b[^>]*>/g)!;
        assertEquals(tags.length, 2);
        for (const tag of tags) assertStringIncludes(tag, `nonce="${nonce}"`);
        const framed = await get("/?frame_id=x");
        assertEquals(framed.headers.get("content-security-policy"), null);
        for (const tag of framed.text.match(/<(script|style)\b[^>]*>/g)!) {
          assertStringIncludes(tag, 'nonce="');
        }
      },
    );

    await t.step("WebSockets of app.ws() and of file routes", async () => {
      const hear = async (path: string, say?: string) => {
        const socket = new WebSocket(url.replace("http", "ws") + path);
        if (say) socket.onopen = () => socket.send(say);
        const { promise, resolve, reject } = Promise.withResolvers<unknown>();
        socket.onerror = reject;
        socket.onmessage = ({ data }) => resolve(data);
        const data = await promise;
        const closed = new Promise((resolve) => socket.onclose = resolve);
        socket.close();
        await closed;
        return data;
      };
      assertEquals(await hear("/ws", "hi"), "echo hi");
      assertEquals(await hear("/api/socket"), "welcome");
    });
  });
});

Deno.test("Builder.build({ snapshot: 'memory' }) gives its build to apps", async () => {
  const builder = new Builder({ root, outDir: "/nowhere/at/all" });
  const applySnapshot = await builder.build({ snapshot: "memory" });
  const app = new App().get("/own", () => new Response("hello"))
    .use(staticFiles()).fsRoutes();
  applySnapshot(app);
  const handler = app.handler();
  const get = async (path: string) =>
    await (await handler(new Request(`http://localhost${path}`))).text();
  assertEquals(await get("/own"), "hello");
  assertEquals(await get("/api/joe"), '{"name":"joe"}');
  assertStringIncludes(await get("/styles.css"), "color: red");
});

browserTest("islands are hydrated and share what they should", async (t) => {
  const browser = await launchChromium();
  try {
    await withBuild(async ({ url }) => {
      for (const path of ["/", "/?frame_id=x"]) {
        await t.step(`signals and module state, on ${path}`, async () => {
          const page = await browser.newPage();
          const errors: string[] = [];
          page.on("console", (message) => {
            if (message.type() === "error") errors.push(message.text());
          });
          page.on("pageerror", (error) => errors.push(String(error)));
          await page.goto(url + path);
          const buttons = page.getByRole("button");
          const first = buttons.nth(0), second = buttons.nth(1);
          assertEquals(await first.textContent(), "one 3 0");
          assertEquals(await second.textContent(), "</script><b> 3 0");
          await first.click();
          await page.getByText("</script><b> 4 1").waitFor();
          await second.click();
          await page.getByText("one 5 2").waitFor();
          assertEquals(await buttons.count(), 2);
          const paragraph = page.locator("p").nth(1);
          const text = "</script><b> 5 2 and text";
          assertEquals(await paragraph.textContent(), text);
          assertEquals(errors, []);
          await page.close();
        });
      }

      await t.step("props arrive as what they were", async () => {
        const page = await browser.newPage();
        await page.goto(`${url}/props`);
        const seen = page.locator("#seen:not(:empty)");
        assertEquals(JSON.parse(await seen.textContent() ?? ""), [
          "1970-01-01T00:00:00.000Z",
          "</script><!-- ' \" \\ \u2028 \u{1F600} &amp;",
          "1",
          "?a=1",
          "NaN,-0,Infinity",
          true,
          42,
        ]);
        assertStringIncludes((await page.textContent("body"))!, "browser");
        await page.getByText("inside 7 0").click();
        await page.getByText("inside 8 1").waitFor();
        const src = await page.getAttribute("#late", "src");
        assertStringIncludes(src!, "/pixel.svg?__frsh_c=");
        await page.close();
      });
    });
  } finally {
    await browser.close();
  }
});

browserTest(
  "Builder.listen() serves, and pages reload when it restarts",
  async () => {
    const browser = await launchChromium();
    const start = async (port: number) => {
      const controller = new AbortController();
      const { promise, resolve } = Promise.withResolvers<Deno.NetAddr>();
      const done = new Builder({ root }).listen(
        () => import("./app/main.ts"),
        { port, onListen: resolve, signal: controller.signal },
      );
      const address = await Promise.race([promise, done]);
      const stop = async () => {
        controller.abort();
        await done;
      };
      return { port: address!.port, stop };
    };
    let server = await start(0);
    try {
      const page = await browser.newPage();
      // Only a page that knows its build can tell that another one came.
      const alive = page.waitForEvent("websocket", async (socket) => {
        await socket.waitForEvent("framereceived");
        return true;
      });
      await page.goto(`http://localhost:${server.port}/`);
      const button = page.getByRole("button").nth(0);
      await alive;
      await button.click();
      await page.getByText("one 4 1").waitFor();
      const css = await fetch(`http://localhost:${server.port}/styles.css`);
      assertStringIncludes(css.headers.get("cache-control")!, "no-cache");
      assertEquals(css.headers.get("etag"), null);
      await css.body?.cancel();
      const reloaded = page.waitForEvent("load");
      await server.stop();
      server = await start(server.port);
      await reloaded;
      await page.getByText("one 3 0").waitFor();
    } finally {
      await browser.close();
      await server.stop();
    }
  },
);
