import { signal } from "@preact/signals";
import { App } from "fresh";
import { Builder } from "fresh/dev";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { ComponentChildren } from "preact";
import { setBuildCache } from "./build_cache.ts";
import type { AnyComponent } from "./modules.ts";

const Island = ({ children, icon }: {
  children?: ComponentChildren;
  icon?: unknown;
}) => <b>{children}{icon ? "icon" : ""}</b>;

/** What an app whose page is `content` throws on its way. */
async function failureOf(content: () => ComponentChildren): Promise<unknown> {
  let failure: unknown;
  const app = new App().use(async (ctx) => {
    try {
      return await ctx.next();
    } catch (error) {
      failure = error;
      return new Response(null, { status: 500 });
    }
  }).get("/", (ctx) => ctx.render(content()));
  setBuildCache(app, {
    root: "",
    buildId: "b",
    isDev: false,
    bootUrl: "/boot.js",
    imports: {},
    files: {},
    routes: [],
    islands: [[{ Island: Island as AnyComponent }, "/island.js"]],
  });
  await app.handler()(new Request("http://localhost/"));
  return failure;
}

Deno.test("[L6] JSX in an island's props is refused by name; signals are none", async () => {
  const child = await failureOf(() => <Island>text</Island>);
  assertEquals(
    (child as Error).message,
    'Cannot pass JSX to the island Island as "children": this stand-in for Fresh has no slots',
  );
  const prop = await failureOf(() => <Island icon={<i />} />);
  assertEquals((prop as Error).message.includes('as "icon"'), true);
  assertEquals(await failureOf(() => <Island icon={signal(1)} />), undefined);
});

Deno.test("[L6] f-client-nav is refused", async () => {
  const failure = await failureOf(() => {
    const props = { "f-client-nav": true };
    return <main {...props} />;
  });
  assertEquals(failure instanceof TypeError, true);
});

Deno.test("[L6] options of an app are refused", () => {
  const Anyhow = App as unknown as new (options: object) => App<unknown>;
  assertThrows(() => new Anyhow({ basePath: "/x" }), TypeError, "basePath");
});

Deno.test("[L6] folders and compiler options that would do something else are refused", async () => {
  const root = await Deno.makeTempDir();
  try {
    const write = (path: string, text: string) =>
      Deno.writeTextFile(`${root}/${path}`, text);
    const build = () => new Builder({ root }).build({ snapshot: "memory" });
    await write("deno.json", '{"compilerOptions":{"jsx":"precompile"}}');
    await assertRejects(build, TypeError, "jsxImportSource is not set");
    const options = { jsx: "precompile", jsxImportSource: "preact" };
    await write("deno.json", JSON.stringify({ compilerOptions: options }));
    await assertRejects(build, TypeError, "lacks a,img,source");
    const compilerOptions = { ...options, jsx: "react-jsx" };
    await write("deno.json", JSON.stringify({ compilerOptions }));
    await Deno.mkdir(`${root}/routes/(_islands)`, { recursive: true });
    await write("routes/(_islands)/Own.tsx", "");
    await assertRejects(build, TypeError, "(_islands)");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
