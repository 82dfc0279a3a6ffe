import { assert, assertEquals } from "@std/assert";
import { scrub } from "./redact.ts";

Deno.test("[A9] scrub() hides what was sent, and words that look like keys", () => {
  assertEquals(
    scrub("bad code hush/1 or hush%2F1, again hush/1", ["hush/1", undefined]),
    "bad code [hidden] or [hidden], again [hidden]",
  );
  const jwt = `eyJhbGciOiJIUzI1NiJ9.${"a".repeat(40)}.sig`;
  assertEquals(scrub(`invalid token: ${jwt}!`), "invalid token: [hidden]!");
  assertEquals(scrub("no such video: 0_abc12345"), "no such video: 0_abc12345");
  assertEquals(scrub("", [""]), "");
  assert(scrub("word ".repeat(1000)).length <= 300);
});
