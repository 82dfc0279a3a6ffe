import { App } from "fresh";
import { assertEquals } from "@std/assert";
import { hideDevelopmentFiles } from "./development_only.ts";

async function statusOf(
  path: string,
  mode: "development" | "production",
): Promise<number> {
  const app = new App()
    .use(hideDevelopmentFiles({ mode }))
    .get("*", () => new Response("there"));
  const request = new Request(`http://localhost${path}`);
  return (await app.handler()(request)).status;
}

Deno.test("[H4] [X3] what production does not have, and the build's list of sources that nobody has", async () => {
  const cases: [string, development: number, production: number][] = [
    ["/samples/sample-tide/master.m3u8", 200, 404],
    ["/%73imulator", 200, 404],
    ["/simulators", 200, 200],
    ["/_fresh/js/0a1b/metafile.json", 404, 404],
    ["/_fresh/js/0a1b/%6Detafile.json", 404, 404],
    ["/_fresh/js/0a1b/Stage.js", 200, 200],
  ];
  for (const [path, development, production] of cases) {
    const seen = [
      await statusOf(path, "development"),
      await statusOf(path, "production"),
    ];
    assertEquals(seen, [development, production], path);
  }
});
