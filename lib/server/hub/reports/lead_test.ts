import { assertEquals } from "@std/assert";
import { MAX_LEAD_MS, MIN_LEAD_MS } from "../../../shared/limits.ts";
import { leadFor } from "./lead.ts";

Deno.test("[R7] the lead is twice the round trip that 19 in 20 keep, within bounds", () => {
  assertEquals(leadFor([]), MIN_LEAD_MS);
  assertEquals(leadFor([10]), MIN_LEAD_MS);
  assertEquals(leadFor([200]), 400);
  assertEquals(leadFor([5000]), MAX_LEAD_MS);
  assertEquals(leadFor([20, 200]), 400);
  const crowd = Array.from({ length: 100 }, (_, n) => n + 101);
  assertEquals(leadFor(crowd), 2 * 195);
});

Deno.test("[R42] from three members on nobody makes the others wait alone", () => {
  assertEquals(leadFor([20, 30, 10_000]), MIN_LEAD_MS);
  assertEquals(leadFor([...Array(9).fill(100), 10_000]), 200);
  // Two who are slow are believed.
  assertEquals(leadFor([20, 300, 320]), 600);
});
