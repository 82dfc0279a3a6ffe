/** Odd entries on their way through the whole server: each costs itself, and nobody learns what is not theirs to know. */
import { assert, assertEquals } from "@std/assert";
import { lectures, startGateway } from "../support/fakes/fake_gateway.ts";
import { createApi } from "./api_server.ts";

const ODD = [
  null,
  { id: "0_a", title: "Odd a", duration: null, views: "many" },
  { id: "../b", title: "Odd b" },
  { id: "0_c", title: "Odd c", createdAt: null, userId: 17 },
  { title: "Odd d" },
  { id: "0_e", title: "Odd e", duration: "93", thumbnailUrl: 5 },
];

Deno.test("[V10] [V11] one odd entry takes neither list nor search away, and pages stay honest", async () => {
  const gateway = startGateway("field", {
    entries: () => [...ODD, ...lectures(2)],
  });
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  const token = await api.sessionOf("7");
  const get = async (path: string) => {
    const response = await api.call(path, { token });
    assertEquals(response.status, 200);
    return await response.json();
  };
  const idsOf = ({ videos }: { videos: { id: string }[] }) =>
    videos.map(({ id }) => id);
  const list = await get("/api/videos");
  assertEquals(idsOf(list), ["0_a", "0_c", "0_e", "0_v0", "0_v1"]);
  assertEquals(list.hasMore, false);
  const first = await get("/api/videos/search?q=Odd&pageSize=3");
  assertEquals([idsOf(first), first.hasMore], [["0_a", "0_c"], true]);
  const second = await get("/api/videos/search?q=Odd&pageSize=3&page=2");
  assertEquals([idsOf(second), second.hasMore], [["0_e"], false]);
  assert(api.log().includes('"entries_left_out"'), api.log());
  assert(!api.log().includes("Odd"), "their words are not for the log");
  await api.close();
  await gateway.close();
});

Deno.test("[V16] [M4] neither the maker of a video nor an address with a KS reaches a browser", async () => {
  const gateway = startGateway("field", {
    entries: () =>
      lectures(3).map((entry) => ({
        ...entry,
        playUrl: `https://www.kaltura.com/api_v3/p/5896392/x?ks=canary`,
      })),
  });
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  const token = await api.sessionOf("7");
  for (
    const [path, body] of [
      ["/api/videos"],
      ["/api/videos/search?q=Lecture"],
      ["/api/videos/0_v1"],
      ["/api/videos/0_v1/play", {}],
    ] as const
  ) {
    const response = await api.call(path, { token, body });
    const text = await response.text();
    assertEquals(response.status, 200, text);
    for (const hidden of ["example.com", "userId", "canary", "ks="]) {
      assert(!text.includes(hidden), `${hidden} in ${path}: ${text}`);
    }
  }
  await api.close();
  await gateway.close();
});

for (const engine of ["hls", "playkit"]) {
  Deno.test(`[V16] the real address of Kaltura's player is taken, on the mapped host (PLAYER_ENGINE=${engine})`, async () => {
    const gateway = startGateway("field");
    const api = createApi({
      API_GATEWAY_URL: gateway.url,
      PLAYER_ENGINE: engine,
    });
    const token = await api.sessionOf("7");
    const play = async () => {
      const response = await api.call("/api/videos/0_v1/play", {
        token,
        body: {},
      });
      return await response.json();
    };
    const { playUrl, engine: told } = await play();
    assertEquals(
      playUrl,
      "https://cdnapisec.kaltura.com/p/5896392/embedPlaykitJs/uiconf_id/46022343?entry_id=0_v1",
    );
    assertEquals(told, engine);
    gateway.intercept = (route) =>
      route.endsWith("/play")
        ? Response.json({
          playUrl: `https://evil.example/player.js?ks=${"k".repeat(40)}`,
        })
        : null;
    const foreign = await play();
    assertEquals(foreign.engine, "hls", "no stranger's script");
    assertEquals(foreign.playUrl, foreign.manifestUrl);
    await api.close();
    await gateway.close();
  });
}

Deno.test("[V6] an unknown video, and a live one that the field's gateway does not open, is 404 to details, play and session", async () => {
  const gateway = startGateway("field", {
    entries: () => [{ id: "0_live", title: "Odd live", kind: "live" }],
  });
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  const token = await api.sessionOf("7");
  for (const id of ["0_nothing", "0_live"]) {
    for (const [path, body] of [["", undefined], ["/play", {}]] as const) {
      const response = await api.call(`/api/videos/${id}${path}`, {
        token,
        body,
      });
      const { code, error } = await response.json();
      assertEquals([response.status, code], [404, "unknown_video"], id + path);
      assertEquals(error, "This video does not exist, or is not for you.");
    }
  }
  await api.close();
  await gateway.close();
});

Deno.test("[V10] [V19] one entry that looks like a mock takes no list away", async () => {
  const gateway = startGateway("field", {
    entries: () => [
      ...lectures(2),
      {
        id: "0_m",
        title: "Mock",
        thumbnailUrl: "https://mock-kaltura.com/thumbnail/m.jpg",
      },
    ],
  });
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  const response = await api.call("/api/videos", {
    token: await api.sessionOf("7"),
  });
  const { videos } = await response.json();
  assertEquals(videos.length, 3);
  await api.close();
  await gateway.close();
});
