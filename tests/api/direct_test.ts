/** The video routes over a Kaltura account, without a gateway. */
import { assert, assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { PREVIEW_SLICES } from "@/lib/shared/video/extras.ts";
import {
  createFakeKalturaApi,
  type FakeKalturaOptions,
} from "../support/fakes/fake_kaltura_api.ts";
import { KALTURA_CANARY } from "../support/fakes/kaltura_sessions.ts";
import { createApi } from "./api_server.ts";

const LECTURE = {
  id: "0_a",
  name: "Lecture",
  duration: 100,
  isProtected: true,
  chapters: [{ startTime: 5000, title: "Proof" }],
  captions: [{
    id: "1_cap",
    languageCode: "en",
    language: "English",
    label: "",
  }],
};
const ACCOUNT: FakeKalturaOptions = {
  entries: [
    LECTURE,
    { id: "0_live", name: "Live", mediaType: 201 },
    { id: "0_sound", name: "Sound", mediaType: 5 },
  ],
  playlists: [{ id: "1_list", name: "Evening", entryIds: ["0_sound"] }],
};
const STRIP = new Uint8Array([255, 216, 1]);

/** An API of ours over an account; nobody else is asked. */
function open(env: Record<string, string> = {}) {
  const fake = createFakeKalturaApi(ACCOUNT);
  const pictures: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const told = await fake.answer(request);
      if (told) return told;
      pictures.push(new URL(request.url).pathname);
      return new Response(STRIP, { headers: { "content-type": "image/jpeg" } });
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  const api = createApi({
    // Production takes captions and pictures by https only.
    NODE_ENV: "development",
    API_GATEWAY_URL: "",
    KALTURA_PARTNER_ID: fake.account.partnerId,
    KALTURA_USER_SECRET: fake.account.userSecret,
    KALTURA_API_URL: `${url}/api_v3`,
    KALTURA_CDN_URL: url,
    KALTURA_HOSTS: "127.0.0.1",
    KALTURA_ANALYTICS_URL: `${url}/api_v3/index.php`,
    ...env,
  });
  return {
    fake,
    api,
    pictures,
    async [Symbol.asyncDispose]() {
      await api.close();
      await server.shutdown();
    },
  };
}

Deno.test("[W40] [W41] [W43] extras have the account's chapters, and a strip for what has places", async () => {
  await using world = open();
  const { api, pictures, fake } = world;
  const token = await api.sessionOf("7");
  const get = async (path: string) => {
    const response = await api.call(path, { token });
    return await response.json();
  };
  const extras = await get("/api/videos/0_a/extras");
  const { partnerId } = fake.account;
  assertEquals(extras, {
    chapters: [{ start: 5, title: "Proof" }],
    preview: {
      url: `/api/videos/0_a/preview?partner=${partnerId}`,
      slices: PREVIEW_SLICES,
    },
    reportsPlays: false,
  });
  for (const id of ["0_live", "0_sound"]) {
    assertEquals((await get(`/api/videos/${id}/extras`)).preview, null, id);
  }
  const strip = await api.call(extras.preview.url);
  assertEquals(strip.headers.get("content-type"), "image/jpeg");
  assertEquals(await strip.bytes(), STRIP);
  assertEquals(pictures, [
    `/p/${partnerId}/thumbnail/entry_id/0_a/width/160/vid_slices/100`,
  ]);
  const unknown = await get("/api/videos/0_nothing/extras");
  assertEquals(unknown.code, "unknown_video");
});

Deno.test("[W40] chapters that do not come cost the chapters", async () => {
  await using world = open();
  const { api, fake } = world;
  const token = await api.sessionOf("7");
  fake.intercept = (name) =>
    name === "cuePoint_cuepoint.list"
      ? Response.json({
        objectType: "KalturaAPIException",
        code: "FEATURE_FORBIDDEN",
        message: "no",
      })
      : null;
  const response = await api.call("/api/videos/0_a/extras", { token });
  const { chapters, preview } = await response.json();
  assertEquals(chapters, []);
  assert(preview);
});

Deno.test("[W45] captions that no manifest names come through our origin, whole and without a KS", async () => {
  await using world = open({ API_GATEWAY_TIMEOUT_MS: "20000" });
  const { api, fake } = world;
  const token = await api.sessionOf("7");
  const play = async () => {
    const response = await api.call("/api/videos/0_a/play", {
      token,
      body: {},
    });
    return await response.json();
  };
  const played = await play();
  assert(!JSON.stringify(played).includes("djJ8"), "no KS");
  const [caption] = played.captions;
  assertEquals([caption.language, caption.label], ["en", "English"]);
  const file = await api.call(caption.url);
  assertEquals(file.headers.get("content-type"), "text/vtt; charset=utf-8");
  const text = await file.text();
  assert(text.startsWith("WEBVTT") && text.includes("From the asset 1_cap"));
  assert(!text.includes("X-TIMESTAMP-MAP"), "its times are the film's");

  // Another's link, and a KS that has ended.
  const { url } = caption;
  const tampered = await api.call(url.replace("0_a", "0_live"));
  assertEquals((await tampered.json()).code, "media_link_expired");
  fake.sessions.endAll();
  const late = await api.call(url);
  assertEquals((await late.json()).code, "media_not_found");

  // A list of captions that hangs delays no play for long.
  const { promise, resolve } = Promise.withResolvers<null>();
  fake.intercept = (name) =>
    name === "caption_captionasset.list" ? promise : null;
  const beganMs = performance.now();
  assertEquals((await play()).captions, []);
  const tookMs = performance.now() - beganMs;
  assert(tookMs < 3000, `${tookMs}`);
  resolve(null);
});

Deno.test("[W46] playlists narrow the library; what is no collection is refused", async () => {
  await using world = open();
  const { api } = world;
  const token = await api.sessionOf("7");
  const get = async (path: string) => {
    const response = await api.call(path, { token });
    return await response.json();
  };
  assertEquals(await get("/api/collections"), {
    collections: [{ id: "playlist:1_list", title: "Evening" }],
  });
  const page = await get("/api/videos?collection=playlist:1_list");
  assertEquals(
    page.videos.map(({ id, thumbnailUrl }: Record<string, string>) => [
      id,
      thumbnailUrl?.startsWith("/api/videos/0_sound/thumbnail"),
    ]),
    [["0_sound", true]],
  );
  for (const wrong of ["", "playlist:", "category:x", "playlist:../x", "x:1"]) {
    const { code } = await get(
      `/api/videos?collection=${encodeURIComponent(wrong)}`,
    );
    assertEquals(code, "bad_request", wrong);
  }
  const none = await get("/api/videos?collection=playlist:1_nothing");
  assertEquals(none.code, "unknown_video");
});

const REPORT = {
  sessionId: "5a0f5b0e-1111-4222-8333-444455556666",
  startedAt: 1234,
  event: {
    type: "view",
    index: 4,
    position: 12.5,
    playback: "vod",
    playedS: 10,
    waitedS: 0.25,
  },
};

Deno.test("[W47] [W49] a reported event reaches Kaltura in its own words, as the viewer's", async () => {
  await using world = open({ KALTURA_ANALYTICS: "on" });
  const { api, fake } = world;
  const token = await api.sessionOf("7");
  const response = await api.call("/api/videos/0_a/events", {
    token,
    body: REPORT,
  });
  const { time, wantsViews } = await response.json();
  assert(Math.abs(time - Date.now() / 1000) < 5);
  assertEquals(wantsViews, true);
  const { ks = "", clientVer, clientTag, ...told } = fake.events[0] ?? {};
  assertEquals(fake.sessions.open(ks).userId, "discord_7");
  assertEquals(clientTag, `html5:v${clientVer}`);
  assertEquals(told, {
    service: "analytics",
    action: "trackEvent",
    eventType: "99",
    eventIndex: "4",
    partnerId: fake.account.partnerId,
    entryId: "0_a",
    sessionId: REPORT.sessionId,
    sessionStartTime: "1234",
    referrer: btoa("https://123456789012345678.discordsays.com/"),
    deliveryType: "hls",
    playbackType: "vod",
    position: "12.500",
    playTimeSum: "10.000",
    bufferTime: "0.250",
  });
  const extras = await api.call("/api/videos/0_a/extras", { token });
  assertEquals((await extras.json()).reportsPlays, true);
  const wrong = await api.call("/api/videos/0_a/events", {
    token,
    body: { ...REPORT, event: { ...REPORT.event, type: "ad" } },
  });
  assertEquals((await wrong.json()).code, "bad_request");
});

Deno.test("[W48] a Kaltura that does not listen loses the event, and refuses nobody", async () => {
  await using world = open({
    KALTURA_ANALYTICS: "on",
    KALTURA_ANALYTICS_URL: "http://127.0.0.1:1/api_v3/index.php",
  });
  const { api } = world;
  const token = await api.sessionOf("7");
  const response = await api.call("/api/videos/0_a/events", {
    token,
    body: REPORT,
  });
  assertEquals(await response.json(), { time: null, wantsViews: true });
});

Deno.test("[W49] where nothing is reported the server takes no reports", async () => {
  await using world = open();
  const { api, fake } = world;
  const token = await api.sessionOf("7");
  const response = await api.call("/api/videos/0_a/events", {
    token,
    body: REPORT,
  });
  assertEquals([response.status, fake.events.length], [404, 0]);
  await response.body?.cancel();
});

Deno.test("[V30] [V35] neither the account's secrets nor a KS is in an answer, a session or the log", async () => {
  await using world = open();
  const { api } = world;
  const token = await api.sessionOf("7");
  const told: string[] = [];
  for (
    const path of [
      "/api/videos",
      "/api/videos/search?q=lecture",
      "/api/videos/0_a",
      "/api/videos/0_a/extras",
      "/api/videos/0_nothing",
      "/api/collections",
    ]
  ) {
    const response = await api.call(path, { token });
    told.push(JSON.stringify([...response.headers]), await response.text());
  }
  const sealed = told.join().match(/x-session-token","([^"]+)/)?.[1] ?? "";
  assert(sealed, "the pass travels in the session");
  // Encrypted: there is nothing to decode.
  let isReadable = true;
  try {
    decodeJwt(sealed);
  } catch {
    isReadable = false;
  }
  assertEquals(isReadable, false);
  told.push(api.log());
  for (const secret of [KALTURA_CANARY, "djJ8"]) {
    assert(!told.some((text) => text.includes(secret)), secret);
  }
});
