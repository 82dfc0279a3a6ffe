import { App, cors, csp, csrf } from "fresh";
import { assertEquals, assertStringIncludes } from "@std/assert";

async function ask(
  app: App<unknown>,
  init: RequestInit & { path?: string } = {},
): Promise<Response> {
  const { path = "/", ...rest } = init;
  return await app.handler()(new Request(`http://localhost${path}`, rest));
}

Deno.test("csp() sets a policy whose directives can be replaced and added to", async () => {
  const directives = ["img-src *", "manifest-src 'self'"];
  const app = new App().use(csp({ csp: directives }))
    .get("/", (ctx) => ctx.text(""));
  const policy = (await ask(app)).headers.get("content-security-policy")!;
  const parts = policy.split("; ");
  assertEquals(parts.filter((part) => part.startsWith("img-src")), [
    "img-src *",
  ]);
  for (const part of ["default-src 'self'", "manifest-src 'self'"]) {
    assertEquals(parts.includes(part), true, part);
  }
});

Deno.test("csp() can only report", async () => {
  const app = new App().use(csp({ reportOnly: true, reportTo: "/reports" }))
    .get("/", (ctx) => ctx.text(""));
  const { headers } = await ask(app);
  assertEquals(headers.get("content-security-policy"), null);
  const policy = headers.get("content-security-policy-report-only")!;
  assertStringIncludes(policy, "report-to csp-endpoint");
  assertStringIncludes(policy, "report-uri /reports");
  assertEquals(headers.get("reporting-endpoints"), 'csp-endpoint="/reports"');
});

Deno.test("csp() works on answers that cannot be changed (the stand-in's own)", async () => {
  const frozen = Response.redirect("http://localhost/x");
  const app = new App().use(csp()).get("/", () => frozen);
  const response = await ask(app);
  assertEquals(response.status, 302);
  assertEquals(response.headers.has("content-security-policy"), true);
});

Deno.test("cors() answers preflights", async () => {
  const app = new App().use(cors({
    origin: "http://example.com",
    allowHeaders: ["X-Custom-Header", "Upgrade-Insecure-Requests"],
    allowMethods: ["POST", "GET", "OPTIONS"],
    exposeHeaders: ["Content-Length", "X-Kuma-Revision"],
    maxAge: 600,
    credentials: true,
  })).get("/", (ctx) => ctx.text("hello"));
  const headers = { origin: "http://example.com" };
  const preflight = await ask(app, { method: "OPTIONS", headers });
  assertEquals(preflight.status, 204);
  const allowed = (name: string) =>
    preflight.headers.get(`access-control-${name}`);
  assertEquals(allowed("allow-origin"), "http://example.com");
  assertEquals(allowed("allow-methods"), "POST,GET,OPTIONS");
  assertEquals(
    allowed("allow-headers"),
    "X-Custom-Header,Upgrade-Insecure-Requests",
  );
  assertEquals(allowed("max-age"), "600");
  const response = await ask(app, { headers });
  assertEquals(await response.text(), "hello");
  const told = (name: string) => response.headers.get(`access-control-${name}`);
  assertEquals(told("allow-origin"), "http://example.com");
  assertEquals(told("allow-credentials"), "true");
  assertEquals(told("expose-headers"), "Content-Length,X-Kuma-Revision");
});

Deno.test("cors() lets all origins read by default, and only listed ones else", async () => {
  const open = new App().use(cors()).get("/", (ctx) => ctx.text(""));
  const headers = { origin: "http://other.example" };
  const allowed = (response: Response) =>
    response.headers.get("access-control-allow-origin");
  assertEquals(allowed(await ask(open, { headers })), "*");
  const origin = ["http://example.com", "http://example.org"];
  const listed = new App().use(cors({ origin })).get(
    "/",
    (ctx) => ctx.text(""),
  );
  assertEquals(allowed(await ask(listed, { headers })), null);
  const known = { origin: "http://example.org" };
  const response = await ask(listed, { headers: known });
  assertEquals(allowed(response), "http://example.org");
  assertStringIncludes(response.headers.get("vary") ?? "", "Origin");
});

Deno.test("csrf() refuses what another site made the browser send", async () => {
  const cases: [headers: Record<string, string>, status: number][] = [
    [{}, 200],
    [{ origin: "http://localhost" }, 200],
    [{ origin: "http://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ "sec-fetch-site": "same-origin" }, 200],
    [{ "sec-fetch-site": "none" }, 200],
    [{ "sec-fetch-site": "cross-site", origin: "http://evil.example" }, 403],
    [{ "sec-fetch-site": "same-site", origin: "http://a.localhost" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
  ];
  const app = new App().use(csrf()).all("/", (ctx) => ctx.text("ok"));
  for (const [headers, status] of cases) {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const name = `${method} ${JSON.stringify(headers)}`;
      assertEquals((await ask(app, { method, headers })).status, status, name);
    }
    assertEquals((await ask(app, { headers })).status, 200);
  }
});

Deno.test("csrf() trusts the origins it is given", async () => {
  const trusted = "https://foo.example.com";
  const status = async (origin: Parameters<typeof csrf>[0], from: string) => {
    const app = new App().use(csrf(origin)).post("/", (ctx) => ctx.text("ok"));
    const headers = { origin: from, "sec-fetch-site": "cross-site" };
    return (await ask(app, { method: "POST", headers })).status;
  };
  for (
    const origin of [
      trusted,
      ["https://bar.example.com", trusted],
      (from: string) => /^https:\/\/(foo|bar)\.example\.com$/.test(from),
    ]
  ) {
    assertEquals(await status({ origin }, trusted), 200);
    assertEquals(await status({ origin }, "https://evil.example"), 403);
  }
});
