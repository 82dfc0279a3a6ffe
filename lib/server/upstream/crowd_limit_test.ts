import { assertEquals, assertRejects } from "@std/assert";
import { DomainError } from "../../shared/errors.ts";
import { withCrowdLimit } from "./crowd_limit.ts";
import { type HttpAnswer, UpstreamError } from "./http_client.ts";

const REQUEST = { url: "http://127.0.0.1:1", timeoutMs: 1 };

Deno.test("[X7] calls beyond the bound are refused, and make room when they end, well or not", async () => {
  const pending: PromiseWithResolvers<HttpAnswer>[] = [];
  const http = withCrowdLimit({
    send() {
      const call = Promise.withResolvers<HttpAnswer>();
      pending.push(call);
      return call.promise;
    },
  }, 2);
  const first = http.send(REQUEST);
  const second = http.send(REQUEST);
  const refused = await assertRejects(() => http.send(REQUEST), DomainError);
  assertEquals([refused.code, refused.status], ["too_many_requests", 503]);
  pending[0]?.reject(new UpstreamError("timeout"));
  await assertRejects(() => first, UpstreamError);
  const third = http.send(REQUEST);
  assertEquals(pending.length, 3);
  const answer = {
    status: 200,
    headers: new Headers(),
    json: null,
    bytes: new Uint8Array(),
  };
  for (const call of pending) call.resolve(answer);
  await Promise.all([second, third]);
});
