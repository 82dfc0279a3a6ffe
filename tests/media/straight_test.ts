/** The whole app in development, with the gateway in the field and media that come straight from Kaltura, in both players. */
import { assert, assertEquals } from "@std/assert";
import { browserTest, launchChromium, mediaTest } from "../support/browser.ts";
import { openParty } from "../e2e/party.ts";
import { startServer } from "../e2e/server.ts";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import { startFakeKaltura } from "../support/fakes/fake_kaltura.ts";
import {
  answerPlayer,
  kalturaPlayerScript,
} from "../support/fakes/kaltura_player.ts";

browserTest(
  "[C9] [W2] in development the gateway's videos play, straight from Kaltura's hosts",
  () => whole("hls"),
);
// It fetches Kaltura's player from npm.
mediaTest(
  "[V16] [C9] [W2] in development the gateway's real address of Kaltura's player plays, without a KS in it",
  () => whole("playkit"),
);

async function whole(engine: "hls" | "playkit"): Promise<void> {
  await using kaltura = startFakeKaltura(
    engine === "playkit"
      ? { more: answerPlayer(await kalturaPlayerScript()) }
      : {},
  );
  const gateway = startGateway("field", {
    partnerId: "123",
    uiConfId: "456",
    entries: () => [{ id: "0_mp4", title: "Lecture", duration: 90 }],
    mintKs: () => kaltura.mintKs(),
  });
  const server = await startServer({
    env: {
      API_GATEWAY_URL: gateway.url,
      KALTURA_CDN_URL: kaltura.api,
      KALTURA_HOSTS: "127.0.0.1",
      PLAYER_ENGINE: engine,
    },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({
      viewport: { width: 1600, height: 950 },
    });
    const scripts: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("embedPlaykitJs")) scripts.push(request.url());
    });
    const party = await openParty({
      browser,
      page,
      origin: server.origin,
      viewers: 1,
    });
    await party.load(0, "Lecture");
    const place = engine === "hls" ? "video" : "[id^=kaltura-player] video";
    await party.viewer(0).locator(place).first().evaluate(async (element) => {
      const video = element as HTMLVideoElement;
      while (video.paused || video.currentTime < 2) {
        await new Promise(requestAnimationFrame);
      }
    });
    const player = `${kaltura.api}/p/123/embedPlaykitJs/uiconf_id/456`;
    assertEquals(scripts, engine === "hls" ? [] : [player]);
    const segments = kaltura.requests.filter(({ path }) =>
      path.startsWith("/hls/0_mp4/v")
    );
    assert(segments.length > 0, "straight from Kaltura");
    await party.close();
  } finally {
    await browser.close();
    await server.stop();
    await gateway.close();
  }
}
