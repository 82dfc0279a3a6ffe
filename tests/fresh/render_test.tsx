import { App, csp, type PageProps } from "fresh";
import { Head } from "fresh/runtime";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { useState } from "preact/hooks";

async function html(app: App<unknown>, path = "/"): Promise<string> {
  const response = await app.handler()(new Request(`http://localhost${path}`));
  return await response.text();
}

const Main = ({ Component }: PageProps) => (
  <main>
    <Component />
  </main>
);
const Side = ({ Component }: PageProps) => (
  <aside>
    <Component />
  </aside>
);
const Document = ({ Component }: PageProps) => (
  <html>
    <head>
      <title>Default</title>
      <meta key="a" name="a" content="default" />
    </head>
    <body>
      <Component />
    </body>
  </html>
);

Deno.test("ctx.render() answers with HTML, and what is asked for", async () => {
  const app = new App().get(
    "/",
    (ctx) =>
      ctx.render(<h1>a & b</h1>, { status: 418, headers: { "x-foo": "abc" } }),
  );
  const response = await app.handler()(new Request("http://localhost/"));
  assertEquals([response.status, response.headers.get("x-foo")], [418, "abc"]);
  assertEquals(
    response.headers.get("content-type"),
    "text/html; charset=utf-8",
  );
  const text = await response.text();
  assert(text.startsWith("<!DOCTYPE html>"));
  assertStringIncludes(text, "<h1>a &amp; b</h1>");
});

Deno.test("components may use hooks and be async", async () => {
  const Hooked = () => <i>{useState("state")[0]}</i>;
  const wrapper = async ({ Component, url }: PageProps) => {
    await Promise.resolve();
    return <body id={url.pathname}>{<Component />}</body>;
  };
  const app = new App().appWrapper(wrapper as never)
    .get("/a", (ctx) => ctx.render(<Hooked />));
  assertStringIncludes(await html(app, "/a"), '<body id="/a"><i>state</i>');
});

Deno.test("layouts nest by path, inside the app wrapper", async () => {
  const app = new App().appWrapper(Document)
    .layout("*", Main)
    .layout("/admin", Side)
    .layout("/landing", Side, { skipInheritedLayouts: true })
    .layout("/bare", Side, { skipAppWrapper: true })
    .get("/", (ctx) => ctx.render(<b />))
    .get("/admin/x", (ctx) => ctx.render(<b />))
    .get("/landing", (ctx) => ctx.render(<b />))
    .get("/bare", (ctx) => ctx.render(<b />));
  assertStringIncludes(await html(app), "<body><main><b></b></main></body>");
  const admin = await html(app, "/admin/x");
  assertStringIncludes(admin, "<body><main><aside><b></b></aside></main>");
  const landing = await html(app, "/landing");
  assertStringIncludes(landing, "<body><aside><b></b></aside></body>");
  // Without a wrapper Fresh adds the document itself.
  assertEquals(
    await html(app, "/bare"),
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head>' +
      "<body><main><aside><b></b></aside></main></body></html>",
  );
});

Deno.test("layouts surround error pages too", async () => {
  const app = new App().appWrapper(Document).layout("*", Main)
    .onError("*", (ctx) => ctx.render(<em>{String(ctx.error)}</em>))
    .get("/", () => Promise.reject(new Error("boom")));
  const expected = "<body><main><em>Error: boom</em></main></body>";
  assertStringIncludes(await html(app), expected);
});

Deno.test("Head: the last title and the last of a key win", async () => {
  const Layout = ({ Component }: PageProps) => (
    <>
      <Head>
        <title>Layout</title>
        <meta name="b" content="layout" />
      </Head>
      <Component />
    </>
  );
  const app = new App().appWrapper(Document).layout("*", Layout)
    .get("/", (ctx) => ctx.render(<p />))
    .get("/own", (ctx) =>
      ctx.render(
        <Head>
          <title>Own</title>
          <meta key="a" name="a" content="own" />
        </Head>,
      ));
  const other = (await html(app)).match(/<head>(.*)<\/head>/)?.[1];
  assertEquals(
    other,
    '<title>Layout</title><meta name="a" content="default" data-key="a"/><meta name="b" content="layout"/>',
  );
  const own = await html(app, "/own");
  assertEquals(own.match(/<title>[^<]*/g), ["<title>Own"]);
  assertEquals(own.match(/content="[^"]*"/g), [
    'content="own"',
    'content="layout"',
  ]);
});

Deno.test("two pages rendered at once do not mix", async () => {
  const gate = Promise.withResolvers<void>();
  const app = new App().appWrapper(Document).get("/:name", async (ctx) => {
    if (ctx.params.name === "slow") await gate.promise;
    else gate.resolve();
    return ctx.render(
      <Head>
        <title>{ctx.params.name}</title>
      </Head>,
    );
  });
  const pages = await Promise.all([html(app, "/slow"), html(app, "/fast")]);
  const titles = pages.map((page) => page.match(/<title>(\w+)/)?.[1]);
  assertEquals(titles, ["slow", "fast"]);
});

const Styled = () => (
  <>
    <style>{"b { color: red }"}</style>
    <script>start()</script>
    <script src="/x.js" />
    <div
      // deno-lint-ignore react-no-danger -- that is what is tried
      dangerouslySetInnerHTML={{ __html: "<script>evil()</script>" }}
    />
  </>
);

Deno.test("csp({ useNonce }) puts a nonce on Fresh's inline tags and into the policy", async () => {
  const app = new App().use(csp({ useNonce: true }))
    .get("/", (ctx) => ctx.render(<Styled />))
    .get("/json", (ctx) => ctx.json({}));
  const seen = new Set<string>();
  for (let i = 0; i < 2; i++) {
    const response = await app.handler()(new Request("http://localhost/"));
    const policy = response.headers.get("content-security-policy")!;
    const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1];
    assert(nonce);
    assertStringIncludes(policy, `style-src 'self' 'nonce-${nonce}'`);
    assertEquals(policy.includes("unsafe-inline"), false);
    const text = await response.text();
    assertStringIncludes(text, `<style nonce="${nonce}">`);
    assertStringIncludes(text, `<script nonce="${nonce}">start()`);
    assertStringIncludes(text, `<script>evil()`);
    seen.add(nonce);
  }
  assertEquals(seen.size, 2);
  const json = await app.handler()(new Request("http://localhost/json"));
  const policy = json.headers.get("content-security-policy")!;
  assertStringIncludes(policy, "script-src 'self' 'unsafe-inline'");
});

Deno.test("scripts and styles carry a nonce, whatever the policy", async () => {
  const own = new App().get("/", (ctx) => ctx.render(<Styled />));
  const loose = new App().use(csp()).get("/", (ctx) => ctx.render(<Styled />));
  for (const app of [own, loose]) {
    const text = await html(app);
    const [style, inline, outside] = text.match(/<(style|script)\b[^>]*>/g)!;
    const nonce = /^<style nonce="([0-9a-f]{32})">$/.exec(style!)?.[1];
    assert(nonce);
    assertEquals(inline, `<script nonce="${nonce}">`);
    assertEquals(outside, `<script src="/x.js" nonce="${nonce}">`);
    // What a page writes as raw HTML is not Fresh's.
    assertStringIncludes(text, "<script>evil()");
  }
  const response = await loose.handler()(new Request("http://localhost/"));
  const policy = response.headers.get("content-security-policy")!;
  assertStringIncludes(policy, "script-src 'self' 'unsafe-inline'");
});

Deno.test("Head: an element replaces one of its kind, unless it has a key of its own", async () => {
  const Plain = ({ Component }: PageProps) => (
    <html>
      <head>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="/all.css" />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
  const app = new App().appWrapper(Plain)
    .get("/same", (ctx) =>
      ctx.render(
        <Head>
          <link rel="stylesheet" href="/own.css" />
        </Head>,
      ))
    .get("/keyed", (ctx) =>
      ctx.render(
        <Head>
          <link key="own" rel="stylesheet" href="/own.css" />
        </Head>,
      ));
  const links = async (path: string) =>
    [...(await html(app, path)).matchAll(/<link [^>]*href="([^"]+)"/g)]
      .map(([, href]) => href);
  assertEquals(await links("/same"), ["/icon.svg", "/own.css"]);
  assertEquals(await links("/keyed"), ["/icon.svg", "/all.css", "/own.css"]);
});
