/** The video routes against both gateway dialects: one contract. */
import { assert, assertEquals } from "@std/assert";
import {
  canaryKs,
  CATALOGUE_SIZE,
  type Dialect,
  PLAN_PARTNER,
  startGateway,
} from "../support/fakes/fake_gateway.ts";
import { FIELD_PARTNER } from "../support/fakes/field_gateway.ts";
import { createApi } from "./api_server.ts";

async function read(response: Response) {
  const json = await response.json();
  return { status: response.status, json, code: json.code };
}

for (const dialect of ["plan", "field"] satisfies Dialect[]) {
  Deno.test(`[V1] the dialect "${dialect}" gives what every gateway gives`, async (t) => {
    const gateway = startGateway(dialect);
    const api = createApi({ API_GATEWAY_URL: gateway.url });
    const token = await api.sessionOf("7");
    const get = async (path: string) => {
      const response = await api.call(path, { token });
      return await read(response);
    };
    const post = async (path: string) =>
      await read(await api.call(path, { token, body: {} }));

    await t.step("[V2] pages are honest", async () => {
      const ids = async (path: string) => {
        const { json } = await get(path);
        return json.videos.map(({ id }: { id: string }) => id);
      };
      assertEquals(await ids("/api/videos?page=2&pageSize=3"), [
        "0_v3",
        "0_v4",
        "0_v5",
      ]);
      // The field's list has ten entries, whatever is asked for.
      assertEquals(
        await ids("/api/videos?page=5&pageSize=10"),
        dialect === "plan" ? ["0_v40", "0_v41", "0_v42", "0_v43", "0_v44"] : [],
      );
      assertEquals(await ids("/api/videos?page=9&pageSize=10"), []);
      assertEquals(await ids("/api/videos/search?q=maths&page=2&pageSize=2"), [
        "0_v6",
        "0_v9",
      ]);
      assertEquals(
        await ids("/api/videos/search?q=maths&page=4&pageSize=5"),
        [],
        `15 of ${CATALOGUE_SIZE} fit`,
      );
      const { json } = await get("/api/videos?page=2&pageSize=3");
      assertEquals([json.page, json.pageSize], [2, 3]);
    });

    await t.step("details, with a picture of our origin", async () => {
      const { json } = await get("/api/videos/0_v5");
      assertEquals(json.video.title, "Lecture 5 for 7");
      assertEquals(
        json.video.thumbnailUrl,
        `/api/videos/0_v5/thumbnail?partner=${
          dialect === "plan" ? PLAN_PARTNER : FIELD_PARTNER
        }`,
      );
    });

    await t.step("[V6] an unknown video is passed on", async () => {
      const { status, code } = await get("/api/videos/0_nothing");
      assertEquals([status, code], [404, "unknown_video"]);
    });

    await t.step("a session, also where there is no path for it", async () => {
      const { json } = await post("/api/videos/0_v5/session");
      assertEquals(json, { ks: canaryKs("7", { isEntitled: true }) });
    });

    await t.step("[M4] play, without the KS in any address", async () => {
      const { json } = await post("/api/videos/0_v5/play");
      assertEquals(json.videoId, "0_v5");
      assertEquals(json.engine, "hls");
      assert(json.manifestUrl.startsWith("/api/videos/0_v5/"));
      assert(!JSON.stringify(json).includes("canary"));
    });

    await t.step(
      "[V8] a refused token is renewed once, the session goes along",
      async () => {
        const { headers } = await api.call("/api/videos/0_v1", { token });
        const signedIn = headers.get("x-session-token");
        assert(signedIn, "the first call signs in");
        const before = gateway.calls.length;
        const again = await api.call("/api/videos/0_v1", { token: signedIn });
        assertEquals(again.headers.get("x-session-token"), null);
        assertEquals(gateway.calls.length, before + 1, "and later ones do not");
        await again.body?.cancel();

        gateway.expireTokens();
        const renewed = await api.call("/api/videos/0_v1", { token: signedIn });
        assertEquals(renewed.status, 200);
        assert(renewed.headers.get("x-session-token"));
        await renewed.body?.cancel();
      },
    );

    await t.step("[V8] a token is renewed before it ends", async () => {
      const soon = await api.sessionOf("8", {
        token: "ends soon",
        expiresAtMs: Date.now() + 5000,
        ...(dialect === "field" ? { ks: "old" } : {}),
      });
      const before = gateway.calls.length;
      const response = await api.call("/api/videos/0_v1", { token: soon });
      assertEquals(response.status, 200);
      await response.body?.cancel();
      const [first] = gateway.calls.slice(before);
      assertEquals(first?.route, "POST /auth/refresh");
    });

    await t.step(
      "[V4] identical reads of one person are one call, of two people two",
      async () => {
        gateway.delayMs = 40;
        const tokens = await Promise.all(["21", "22"].map(async (id) => {
          const first = await api.call("/api/videos/0_v2", {
            token: await api.sessionOf(id),
          });
          await first.body?.cancel();
          return first.headers.get("x-session-token") ?? "";
        }));
        const before = gateway.calls.length;
        const titles = await Promise.all(
          Array.from({ length: 100 }, async (_, n) => {
            const token = tokens[n % 2];
            const { json } = await read(
              await api.call("/api/videos/0_v2", token ? { token } : {}),
            );
            return json.video.title;
          }),
        );
        assertEquals(new Set(titles).size, 2);
        assertEquals(gateway.calls.length - before, 2);
        gateway.delayMs = 0;
      },
    );

    await api.close();
    await gateway.close();
  });
}

Deno.test("[V3] ids and queries reach nothing else", async () => {
  const gateway = startGateway("plan");
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  const token = await api.sessionOf("7");
  const ids = [
    "..%2Fauth%2Ftoken",
    "%2e%2e%2fauth",
    "a%2Fb",
    "a%3Fb",
    "a%23b",
    "a%00b",
    "a%0d%0ab",
    "x".repeat(65),
    "%F0%9F%98%80",
  ];
  for (const id of ids) {
    for (
      const [path, body] of [["", undefined], ["/session", {}], ["/play", {}]]
    ) {
      const response = await api.call(`/api/videos/${id}${path}`, {
        token,
        ...(body ? { body } : {}),
      });
      assertEquals(response.status, 400, id);
      await response.body?.cancel();
    }
  }
  assertEquals(gateway.calls.length, 0);
  const tricky = "a&limit=9#x?y/../z";
  const found = await api.call(
    `/api/videos/search?q=${encodeURIComponent(tricky)}`,
    { token },
  );
  assertEquals(found.status, 200);
  await found.body?.cancel();
  assertEquals(gateway.calls.at(-1)?.query.q, tricky);
  await api.close();
  await gateway.close();
});
