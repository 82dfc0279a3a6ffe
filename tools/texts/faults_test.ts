import { assertEquals } from "@std/assert";
import { compileLanguage } from "./compile.ts";
import { differences, unused } from "./faults.ts";
import * as esbuild from "esbuild";

const english = new Map([
  ["bar.play", "Play"],
  ["bar.left", "{count, plural, one{# film} other{# films}} of {name}"],
]);

Deno.test("[U42] a text that a language lacks, has more, or fills in differently is found", () => {
  const source = new Map([
    ["bar.left", "Still {count, plural, one{#} other{#}}"],
    ["bar.pause", "Stop"],
  ]);
  assertEquals(differences("de", { source, english }), [
    'de: bar.play is missing ("Play")',
    "de: bar.left takes count, in English count, name",
    "de: bar.pause is not in English",
  ]);
  assertEquals(differences("en", { source: english, english }), []);
});

Deno.test("[U42] a text that no source asks for is found", () => {
  assertEquals(unused(english, ["t().bar.play"]), ["bar.left is used nowhere"]);
  assertEquals(unused(english, ["t().bar\n  .left", "x = t().bar.play;"]), []);
  assertEquals(unused(english, ["t().bar[which]"]), []);
  assertEquals(unused(english, ["bar.play t().bar_.left"]).length, 2);
});

Deno.test("[U42] a script of texts is whole by itself, counts as its language does, and keeps names from turning Arabic round", async () => {
  const make = async (language: "ar" | "ja" | "en", text: string) => {
    const script = await compileLanguage(
      language,
      new Map([["bar.left", text], ["bar.quote", "it''s"]]),
    );
    const { texts } = await import(
      `data:text/javascript,${encodeURIComponent(script)}`
    );
    return texts.bar;
  };
  const { left, quote } = await make(
    "en",
    "{count, plural, one{# film} other{# films}} of {name}",
  );
  assertEquals(left({ count: 1, name: "Ada" }), "1 film of Ada");
  assertEquals(left({ count: 1200, name: "Ada" }), "1,200 films of Ada");
  assertEquals(quote, "it's");
  const arabic = await make(
    "ar",
    "{count, plural, zero{0} one{1} two{2} few{3} many{4} other{5}} {name}",
  );
  assertEquals(arabic.left({ count: 2, name: "Ada" }), "2 \u200fAda\u200f");
  assertEquals(arabic.left({ count: 11, name: "A" }), "4 \u200fA\u200f");
  let refused = "";
  await make("ja", "{count, plural, one{#} other{#}}").catch((error) =>
    refused = error.message
  );
  assertEquals(/one is not valid in this locale/.test(refused), true, refused);
  await esbuild.stop();
});
