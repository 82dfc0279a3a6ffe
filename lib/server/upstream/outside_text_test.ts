import { assertEquals } from "@std/assert";
import { outsideText } from "./outside_text.ts";

const CASES: readonly [string, string, string | null][] = [
  ["as it is", "Tides, part 2 🌊", "Tides, part 2 🌊"],
  ["lines and controls", "a\r\nb\u0000c\u0085d\u2028e", "a b c d e"],
  ["turned backwards", "\u202egnp.exe", "gnp.exe"],
  ["an isolate that nothing closes", "one \u2067two", "one two"],
  ["written from right to left", "שלום", "שלום"],
  ["half a character", "a\ud83c", "a\ufffd"],
  ["blanks only", " \t\n ", null],
  ["zero width only", "\u200b\ufeff\u2060", null],
  ["fillers only", "\u3164\u2800", null],
  ["nothing", "", null],
  ["cut within a character", `${"x".repeat(9)}🌊`, "x".repeat(9)],
];

for (const [what, text, expected] of CASES) {
  Deno.test(`[V11] a text from outside: ${what}`, () => {
    const maxLength = what.startsWith("cut") ? 10 : 100;
    assertEquals(outsideText(text, maxLength), expected);
  });
}
