import { App, csp } from "fresh";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";

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

Deno.test("csp() fails on answers that cannot be changed", async () => {
  const frozen = Response.redirect("http://localhost/x");
  const caught: unknown[] = [];
  const app = new App().use(async (ctx) => {
    try {
      return await ctx.next();
    } catch (error) {
      caught.push(error);
      return new Response(null, { status: 500 });
    }
  }).use(csp()).get("/", () => frozen);
  assertEquals((await ask(app)).status, 500);
  assert(caught[0] instanceof TypeError);
});
