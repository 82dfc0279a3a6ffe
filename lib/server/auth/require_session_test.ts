import { assertEquals, assertRejects } from "@std/assert";
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import { readJson } from "../http/body.ts";

const schema = v.object({ code: v.string() });

/** A request whose body comes in parts; `end`: whether it ever ends. */
function request(parts: readonly string[], { end }: { end: boolean }) {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(encoder.encode(part));
      if (end) controller.close();
    },
  });
  return new Request("http://localhost/", { method: "POST", body });
}

Deno.test("[H1] a body in parts is read as one, also within a letter", async () => {
  const whole = request(['{"code":', '"ü"}'], { end: true });
  assertEquals(await readJson(whole, { schema }), { code: "ü" });
});

Deno.test("[H1] a body that does not end is given up with 408, and let go", async () => {
  const slow = request(['{"code"'], { end: false });
  const error = await assertRejects(
    () => readJson(slow, { schema, timeoutMs: 10 }),
    DomainError,
    "too long to arrive",
  );
  assertEquals([error.code, error.status], ["bad_request", 408]);
  // Not cancelled: that would keep what waits for it, see [X32].
  assertEquals(slow.body?.locked, false);
});

Deno.test("[H1] a body that is too large is refused before it has ended", async () => {
  const large = request(["x".repeat(20)], { end: false });
  await assertRejects(
    () => readJson(large, { schema, maxBytes: 16 }),
    DomainError,
    "too large",
  );
});
