import { assertEquals, assertRejects } from "@std/assert";
import * as v from "valibot";
import { MAX_BODY_PIECES, readJson } from "./body.ts";
import { DomainError } from "../../shared/errors.ts";

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
