import { assertEquals } from "@std/assert";
import { languageOf } from "./language.ts";

Deno.test("[U41] a page is in the first language that its reader asks for and we have", () => {
  const cases = [
    [null, "en"],
    ["", "en"],
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["sv-SE,sv;q=0.9,fr;q=0.5,en;q=0.4", "fr"],
    ["en;q=0.3, ja;q=0.8", "ja"],
    ["ar-EG", "ar"],
    ["pt-PT", "pt-BR"],
    ["es-419, en", "es"],
    ["de;q=0, en", "en"],
    ["*", "en"],
    ["zz-klingon, ;q=x,,=", "en"],
    ["de".repeat(4000), "en"],
  ] as const;
  for (const [header, language] of cases) {
    assertEquals(languageOf(header), language, String(header).slice(0, 40));
  }
});
