import { assert, assertEquals } from "@std/assert";
import { flash, showFlash } from "./flash.ts";
import { flashLeap, percent } from "./flash_figures.ts";

Deno.test("[U62] the same thing twice is shown twice", () => {
  showFlash("ahead", "10s");
  const first = flash.value;
  showFlash("ahead", "10s");
  assertEquals({ ...flash.value, id: 0 }, { ...first, id: 0 });
  assert(flash.value?.id !== first?.id);
});

Deno.test("[U62] [U7] its figures are the locale's", () => {
  flashLeap(-10, "en");
  assertEquals(flash.value?.kind, "back");
  assertEquals(flash.value?.words, "10s");
  flashLeap(5, "ar-EG");
  assertEquals(flash.value?.kind, "ahead");
  assert(flash.value?.words.includes("٥"));
  assertEquals(percent(.65, "en"), "65%");
  assertEquals(percent(.65, "de"), "65\u00a0%");
});
