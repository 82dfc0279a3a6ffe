import { assertEquals } from "@std/assert";
import { waitAfter } from "./ambient.ts";

Deno.test("[U52] the glow takes a fiftieth of a device's time at most, and ten pictures a second where they cost nothing", () => {
  assertEquals([0, 0.1, 2].map(waitAfter), [100, 100, 100]);
  assertEquals([4, 12].map(waitAfter), [200, 600]);
});
