/**
 * From the press on a video to its segments, through the real server: gateway,
 * play answer, manifest, media.
 */
import { assert, assertEquals } from "@std/assert";
import { CAST } from "../../lib/shared/cast.ts";
import { startServer } from "../e2e/server.ts";
import { signIn } from "../e2e/visitor.ts";
import {
  canaryKs,
  type Dialect,
  startGateway,
} from "../support/fakes/fake_gateway.ts";
import { startFakeKaltura } from "../support/fakes/fake_kaltura.ts";
import { crawl } from "./crawl.ts";

for (
  const [dialect, engine] of [["plan", "hls"], ["field", "playkit"]] as const
) {
  Deno.test(`[M4] [W2] play leads to media, with a gateway of the dialect "${dialect}" and PLAYER_ENGINE=${engine}`, () =>
    whole(dialect, engine));
}

async function whole(dialect: Dialect, engine: "hls" | "playkit") {
  await using kaltura = startFakeKaltura();
  const gateway = startGateway(dialect);
  const server = await startServer({
    env: {
      API_GATEWAY_URL: gateway.url,
      KALTURA_CDN_URL: kaltura.api,
      KALTURA_HOSTS: "127.0.0.1",
      PLAYER_ENGINE: engine,
    },
  });
  try {
    const ks = canaryKs(CAST[0]?.id ?? "", { isEntitled: true });
    kaltura.acceptKs(ks);
    const visitor = await signIn(server.origin, { instance: "i-media" });
    const answer = await visitor.call("/api/videos/0_v3/play", { body: {} });
    const played = await answer.json();
    assertEquals(answer.status, 200, JSON.stringify(played));
    assertEquals(played.engine, engine);
    assertEquals(played.videoId, "0_v3");
    assert(played.playUrl.startsWith(`${kaltura.api}/p/`), played.playUrl);
    assert(played.playUrl.includes("/embedPlaykitJs/"));
    assert(!played.playUrl.includes("ks="), played.playUrl);

    const all = await crawl(server.origin + played.manifestUrl);
    const told = [...all.keys(), ...all.values(), server.log()];
    assert(!told.some((text) => text.includes(ks)));
    assert([...all.keys()].some((url) => url.startsWith(kaltura.cdn)));
    assert([...all.values()].some((text) => text.startsWith("WEBVTT")));

    // Discord's older proxy prefix leads to the same.
    const older = await fetch(`${server.origin}/.proxy${played.manifestUrl}`);
    assert((await older.text()).startsWith("#EXTM3U"));
    assertEquals(older.status, 200);

    kaltura.endSessions();
    const late = await fetch(server.origin + played.manifestUrl);
    assertEquals([late.status, (await late.json()).code], [
      410,
      "media_expired",
    ]);
  } finally {
    await server.stop();
    await gateway.close();
  }
}
