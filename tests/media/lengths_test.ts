/**
 * Films whose length the catalogue does not know, or gets wrong, from the
 * gateway to two people's screens.
 */
import { assert } from "@std/assert";
import { launchChromium, mediaTest } from "@/tests/support/browser.ts";
import { CAST } from "@/lib/shared/cast.ts";
import { openParty, openTab } from "../e2e/party.ts";
import { startServer } from "../e2e/server.ts";
import { canaryKs, startGateway } from "../support/fakes/fake_gateway.ts";
import { startFakeKaltura } from "../support/fakes/fake_kaltura.ts";
import { kalturaMedia } from "../support/fakes/kaltura_media.ts";

/** What the catalogue says of films of 24 s, s. */
const SAID = { Short: 5, Unknown: 0, Long: 500 };

mediaTest(
  "[R60] [R62] a film plays to its own end, whatever the catalogue says, and then the next begins",
  async () => {
    await using kaltura = startFakeKaltura({ media: await kalturaMedia() });
    const gateway = startGateway("plan", {
      entries: () =>
        Object.entries(SAID).map(([title, duration]) => ({
          id: `0_${title}`,
          title,
          duration,
        })),
    });
    const server = await startServer({
      env: {
        API_GATEWAY_URL: gateway.url,
        KALTURA_CDN_URL: kaltura.api,
        KALTURA_HOSTS: "127.0.0.1",
      },
    });
    for (const { id } of CAST) {
      kaltura.acceptKs(canaryKs(id, { isEntitled: true }));
      kaltura.acceptKs(canaryKs(id, { isEntitled: false }));
    }
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({
        viewport: { width: 1600, height: 950 },
        // Outside Discord the CDN is another origin.
        bypassCSP: true,
      });
      const party = await openParty({
        browser,
        page,
        origin: server.origin,
        viewers: 2,
      });
      const host = party.viewer(0);
      await party.load(0, "Short");
      await party.untilPlaying(2);
      await openTab(host, "Library");
      for (const title of ["Unknown", "Long"]) {
        await host.getByRole("button", { name: `Play later: ${title}` })
          .click();
      }
      // Past the end that the catalogue tells.
      await party.untilMoved(1, SAID.Short + 1);
      for (const title of ["Short", "Unknown", "Long"]) {
        await host.getByRole("heading", { name: title, exact: true }).waitFor();
        for (const n of [0, 1]) {
          await party.viewer(n).locator(".time", { hasText: "/ 0:24" })
            .waitFor();
        }
        await host.getByRole("slider", { name: "Place in the video" })
          .press("End");
      }
      await host.getByRole("button", { name: "Play again", exact: true })
        .waitFor();
      const times = await party.times();
      assert(times.every((s) => s !== null && s > 23), `${times}`);
    } finally {
      await browser.close();
      await server.stop();
      await gateway.close();
    }
  },
);
