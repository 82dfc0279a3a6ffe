import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHttpClient, UpstreamError } from "./http_client.ts";

function serve(answer: (request: Request) => Response) {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    answer,
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("[A9] what fetch throws comes without the address, which may hold a KS", async () => {
  const { port } = (() => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    return listener.addr;
  })();
  const error = await assertRejects(
    () =>
      createHttpClient().send({
        url: `http://127.0.0.1:${port}/ks/canary-ks/a.m3u8?q=canary-question`,
        timeoutMs: 2000,
      }),
    UpstreamError,
  );
  assertEquals(error.fault, "unreachable");
  const text = Deno.inspect(error, { depth: 9 });
  assert(!text.includes("canary"), text);
  assert(text.includes("[address]"), text);
});

Deno.test("[M2] a small answer that unpacks to a large one is too large", async () => {
  const packed = new Uint8Array(
    await new Response(
      new Blob([new Uint8Array(30_000_000)]).stream()
        .pipeThrough(new CompressionStream("gzip")),
    ).arrayBuffer(),
  );
  assert(packed.length < 100_000);
  await using server = serve(() =>
    new Response(packed, { headers: { "content-encoding": "gzip" } })
  );
  const error = await assertRejects(
    () => createHttpClient().send({ url: server.url, timeoutMs: 5000 }),
    UpstreamError,
  );
  assertEquals(error.fault, "too_large");
});

Deno.test("[M2] a redirect is an answer, not an order", async () => {
  let asked = 0;
  await using elsewhere = serve(() => {
    asked++;
    return Response.json({});
  });
  await using server = serve(() => Response.redirect(elsewhere.url));
  const { status } = await createHttpClient().send({
    url: server.url,
    headers: { authorization: "Bearer t" },
    timeoutMs: 2000,
  });
  assertEquals([status, asked], [302, 0]);
});
