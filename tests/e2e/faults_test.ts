/** Faults in a page reach whoever runs the server, and nothing else of it. */
import { assert, assertEquals } from "@std/assert";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { until } from "../store_contract/store_contract.ts";
import { openParty } from "./party.ts";
import { type RunningServer, startServer } from "./server.ts";

function faultsIn(server: RunningServer): Record<string, unknown>[] {
  return server.log().split("\n").filter((line) =>
    line.includes('"client_fault"')
  ).map((line) => JSON.parse(line));
}

browserTest(
  "[O36] [O35] what a page fails at is in the log, without a word of anybody's; CLIENT_FAULTS=off sends nothing",
  async () => {
    const on = await startServer();
    const off = await startServer({ env: { CLIENT_FAULTS: "off" } });
    const browser = await launchChromium();
    try {
      for (const server of [on, off]) {
        const page = await browser.newPage();
        let asked = 0;
        page.on("request", (request) => {
          if (request.url().endsWith("/api/faults")) asked++;
        });
        // A film that is not there.
        await page.route(
          /\/samples\/sample-tide\/.*m3u8/,
          (route) => route.fulfill({ status: 404, body: "" }),
        );
        const party = await openParty({
          browser,
          page,
          origin: server.origin,
          viewers: 1,
        });
        // What a script of ours would throw.
        await party.viewer(0).locator("body").evaluate(() => {
          const error = new TypeError("canary: https://x.test/?ks=canary");
          error.stack = `TypeError: canary\n    at play (${origin}/a/b.js:1:2)`;
          reportError(error);
        });
        await party.load(0, "Sample: Tide");
        await party.viewer(0).getByText("doesn’t play here").first().waitFor();
        if (server === on) {
          await until(() => faultsIn(on).length > 1, { withinMs: 10_000 });
        }
        assertEquals(asked > 0, server === on);
        await party.close();
      }
      const [thrown, media] = faultsIn(on);
      assertEquals(
        { kind: thrown?.kind, name: thrown?.name, steps: thrown?.steps },
        { kind: "error", name: "TypeError", steps: ["b.js:1:2"] },
      );
      assertEquals(media?.kind, "media");
      assert(!JSON.stringify(faultsIn(on)).includes("canary"));
      assertEquals(faultsIn(off), []);
    } finally {
      await browser.close();
      await on.stop();
      await off.stop();
    }
  },
);
