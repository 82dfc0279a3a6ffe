/** A minute of everything that strangers have tried, beside a room that watches. */
import { assert, assertEquals } from "@std/assert";
import { besiege, faultsOf } from "./siege.ts";

/** Rounds after those that warm up. Chosen: with them some 60 s on an idle machine of two cores; budgets fill up again meanwhile, and are attacked anew. */
const ROUNDS = 2;

Deno.test("[X20] under attack health answers, other rooms' controls arrive, memory comes back, no secret is told", async () => {
  const siege = await besiege({ rounds: ROUNDS });
  assertEquals(faultsOf(siege), []);
  const { healthMs, controlMs } = siege.findings;
  assert(healthMs.length > 50, `${healthMs.length} answers`);
  assert(controlMs.length > 20, `${controlMs.length} controls`);
});
