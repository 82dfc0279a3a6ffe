/** The version stands in one place, and is seen where one looks. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { render } from "preact-render-to-string";
import { loadConfig } from "@/lib/server/config/config.ts";
import { health } from "@/lib/server/process/health.ts";
import { SyncDetails } from "@/views/player/SyncDetails.tsx";
import { createFakeAppModel } from "@/tests/support/fake_app_model.ts";

Deno.test("[O20] health and the page's details show the version of deno.jsonc", async () => {
  const settings = await Deno.readTextFile(
    new URL("../../deno.jsonc", import.meta.url),
  );
  const { version } = JSON.parse(settings);
  assertMatch(version, /^\d+\.\d+\.\d+$/);
  const config = loadConfig({});
  const report = await health({
    config,
    hub: { isDraining: true },
    store: {},
  } as never);
  assertEquals(report.version, version);
  const page = render(
    <SyncDetails model={createFakeAppModel()} version={config.version} />,
  );
  assert(page.includes(`<dt>Cowatch</dt><dd>${version}</dd>`), page);
});
