import { assertEquals } from "@std/assert";
import { meaningOfTap } from "./taps.ts";

Deno.test("[U63] one tap is for the controls, two at a side leap to that side", () => {
  const before = { at: .1, atMs: 1000 };
  assertEquals(meaningOfTap(before, null), "controls");
  assertEquals(meaningOfTap({ at: .2, atMs: 1300 }, before), "left");
  assertEquals(meaningOfTap({ at: .2, atMs: 1301 }, before), "controls");
  const right = { at: .9, atMs: 1000 };
  assertEquals(meaningOfTap({ at: .7, atMs: 1200 }, right), "right");
});

Deno.test("[U63] taps at two sides, and in the middle, leap nowhere", () => {
  const before = { at: .1, atMs: 1000 };
  assertEquals(meaningOfTap({ at: .9, atMs: 1100 }, before), "controls");
  assertEquals(meaningOfTap({ at: .5, atMs: 1100 }, before), "controls");
  const middle = { at: .5, atMs: 1000 };
  assertEquals(meaningOfTap({ at: .5, atMs: 1100 }, middle), "controls");
});
