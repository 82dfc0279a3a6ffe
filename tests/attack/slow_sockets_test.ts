/** A thousand sockets of no use, for some seconds; `deno task attack` keeps them longer. */
import { assert, assertEquals } from "@std/assert";
import { holdSlowSockets, slowFaultsOf } from "./slow_sockets.ts";

Deno.test("[O41] with 1,000 half-open, deaf and dripping sockets health answers within 100 ms, others' controls arrive, memory is bounded", async () => {
  const found = await holdSlowSockets({ holdMs: 4000 });
  assertEquals(slowFaultsOf(found), []);
  const { healthMs, controlMs } = found;
  assert(healthMs.length > 50, `${healthMs.length} answers`);
  assert(controlMs.length > 10, `${controlMs.length} controls`);
});
