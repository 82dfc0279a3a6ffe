import { assertEquals, assertRejects } from "@std/assert";
import * as v from "valibot";
import { MAX_BODY_PIECES, readJson, readText } from "./body.ts";
import { DomainError } from "../../shared/errors.ts";
import { until } from "@/tests/store_contract/store_contract.ts";
import { keptBuffers } from "@/tests/support/garbage.ts";

/** A request whose body comes in pieces of one byte. */
function inBytes(text: string): Request {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const body = new ReadableStream({
    pull(controller) {
      if (at === bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, ++at));
    },
  });
  return new Request("http://localhost/", { method: "POST", body });
}

Deno.test("[X30] a body in a thousand pieces is read, and one in more is refused", async () => {
  const schema = v.string();
  const fits = "x".repeat(MAX_BODY_PIECES - 2);
  assertEquals(await readJson(inBytes(`"${fits}"`), { schema }), fits);
  await assertRejects(
    () => readJson(inBytes(`"${fits}xx"`), { schema }),
    DomainError,
    "too many pieces",
  );
});

Deno.test("[X30] a body that breaks off is the sender's fault", async () => {
  const body = new ReadableStream({
    start: (controller) => controller.error(new Error("invalid chunk size")),
  });
  const request = new Request("http://localhost/", { method: "POST", body });
  const error = await assertRejects(
    () => readJson(request, { schema: v.string() }),
    DomainError,
    "broke off",
  );
  assertEquals(error.code, "bad_request");
});

Deno.test("[X32] half a body answers 408 in time, and costs nothing once its connection is closed", async () => {
  const HALVES = 50;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) =>
      readText(request, { timeoutMs: 50 }).then(
        () => new Response(),
        ({ status }: DomainError) => new Response(null, { status }),
      ),
  );
  const before = keptBuffers();
  const halves = Array.from({ length: HALVES }, async () => {
    using conn = await Deno.connect({ ...server.addr, transport: "tcp" });
    await conn.write(new TextEncoder().encode(
      "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{",
    ));
    const answer = new Uint8Array(12);
    await conn.read(answer);
    return new TextDecoder().decode(answer);
  });
  assertEquals(
    await Promise.all(halves),
    Array(HALVES).fill("HTTP/1.1 408"),
  );
  // Each read that is still under way holds 64 KiB; of a closed line the server hears a moment later.
  await until(() => keptBuffers() - before < 2 * 65_536, {
    what: "the giving back",
  });
});
