import { assertEquals } from "@std/assert";
import { citedRules, definedRules } from "./check_spec.ts";

Deno.test("[L4] rules and ranges of SPEC.md are found", () => {
  const spec = "- **A1** One.\n- **B2–B4** Some.\n  **C9** in a text\n";
  assertEquals([...definedRules(spec)], ["A1", "B2", "B3", "B4"]);
});

Deno.test("[L4] citations in names of tests are found", () => {
  const source = 'Deno.test("[R1] [R2] x", f); // see [Z9]\nt(`[A7] y`)';
  assertEquals([...citedRules(source)], ["R1", "R2", "A7"]);
});
