/** Pictures of videos, from a CDN that may send anything. */
import { assert, assertEquals } from "@std/assert";
import { type Breakage, startBroken } from "../support/fakes/broken_server.ts";
import { createApi } from "./api_server.ts";

const WEBP = new Uint8Array([82, 73, 70, 70, 1, 2, 3]);

function startCdn(answer: () => Response) {
  const paths: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => {
      paths.push(new URL(request.url).pathname);
      return answer();
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    paths,
    close: () => server.shutdown(),
  };
}

function apiFor(cdnUrl: string, env: Record<string, string> = {}) {
  return createApi({
    // Production takes pictures by https only.
    NODE_ENV: "development",
    KALTURA_CDN_URL: cdnUrl,
    KALTURA_HOSTS: "127.0.0.1",
    ...env,
  });
}

Deno.test("[V1] a picture is that of the video's own account, else of the configured one", async () => {
  const cdn = startCdn(() =>
    new Response(WEBP, {
      headers: { "content-type": "image/webp", "set-cookie": "a=b" },
    })
  );
  const alone = apiFor(cdn.url);
  const configured = apiFor(cdn.url, { KALTURA_PARTNER_ID: "77" });
  const own = await alone.call("/api/videos/0_v1/thumbnail?partner=1234");
  assertEquals(own.status, 200);
  assertEquals(await own.bytes(), WEBP);
  assertEquals(own.headers.get("content-type"), "image/webp");
  assertEquals(own.headers.get("cache-control"), "public, max-age=86400");
  assertEquals(own.headers.get("set-cookie"), null);
  const fallback = await configured.call("/api/videos/0_v1/thumbnail");
  await fallback.body?.cancel();
  assertEquals(cdn.paths, [
    "/p/1234/thumbnail/entry_id/0_v1/width/480",
    "/p/77/thumbnail/entry_id/0_v1/width/480",
  ]);
  const none = await alone.call("/api/videos/0_v1/thumbnail");
  assertEquals([none.status, (await none.json()).code], [404, "not_found"]);
  await alone.close();
  await configured.close();
  await cdn.close();
});

Deno.test("[V3] neither id nor account of a picture reaches another path", async () => {
  const cdn = startCdn(() => new Response("no"));
  const api = apiFor(cdn.url);
  for (
    const path of [
      "0_v1/thumbnail?partner=1/../../x",
      "0_v1/thumbnail?partner=",
      "0_v1/thumbnail?partner=-1",
      "0_v1/thumbnail?partner=12345678901",
      "..%2F..%2Fx/thumbnail?partner=1",
    ]
  ) {
    const response = await api.call(`/api/videos/${path}`);
    assertEquals(
      [response.status, (await response.json()).code],
      [400, "bad_request"],
      path,
    );
  }
  assertEquals(cdn.paths, []);
  await api.close();
  await cdn.close();
});

Deno.test("[M8] what is no picture is not passed on", async () => {
  for (
    const [type, status] of [
      ["image/svg+xml", 200],
      ["text/html", 200],
      ["image/jpeg", 404],
      ["image/jpeg", 500],
    ] as const
  ) {
    const cdn = startCdn(() =>
      new Response("<script>", { status, headers: { "content-type": type } })
    );
    const api = apiFor(cdn.url);
    const response = await api.call("/api/videos/0_v1/thumbnail?partner=1");
    const { code } = await response.json();
    assertEquals([response.status, code], [404, "not_found"], type);
    assertEquals(response.headers.get("cache-control"), "no-store");
    await api.close();
    await cdn.close();
  }
});

Deno.test("[M1] [M2] [M14] pictures come whole, from listed hosts", async () => {
  const faults: Breakage[] = ["refuse", "reset", "huge", "cut_body"];
  for (const breakage of faults) {
    const broken = startBroken(breakage);
    const api = apiFor(broken.url);
    const response = await api.call("/api/videos/0_v1/thumbnail?partner=1");
    const { code } = await response.json();
    assertEquals(
      [response.status, code],
      [502, "picture_unavailable"],
      breakage,
    );
    await api.close();
    broken.close();
  }
  let asked = 0;
  const canary = startCdn(() => {
    asked++;
    return new Response(WEBP, { headers: { "content-type": "image/webp" } });
  });
  // Another name of the same machine, and not on the list.
  const elsewhere = canary.url.replace("127.0.0.1", "localhost");
  const cdn = startCdn(() => Response.redirect(elsewhere));
  const api = apiFor(cdn.url);
  const response = await api.call("/api/videos/0_v1/thumbnail?partner=1");
  assertEquals([response.status, asked], [502, 0]);
  const log = api.log();
  assert(log.includes("refused host"), log);
  await response.body?.cancel();
  await api.close();
  await cdn.close();
  await canary.close();
});
