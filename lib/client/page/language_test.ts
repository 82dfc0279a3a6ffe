import { assertEquals, assertThrows } from "@std/assert";
import { signal } from "@preact/signals";
import { type Language, t, type Texts } from "../../shared/texts.ts";
import { texts as english } from "../../../static/texts/en.js";
import { texts as german } from "../../../static/texts/de.js";
import { texts as arabic } from "../../../static/texts/ar.js";
import { followLocale, pageLanguage, speakAsDocument } from "./language.ts";

const TEXTS: Partial<Record<Language, Texts>> = {
  en: english,
  de: german,
  ar: arabic,
};

Deno.test("[U40] the page goes over to the language of Discord, once its texts are there; the last wish counts", async () => {
  const documentElement = { lang: "en", dir: "ltr" };
  Object.assign(globalThis, { document: { documentElement } });
  try {
    globalThis.cowatchTexts = undefined;
    speakAsDocument();
    assertThrows(() => t(), Error, "did not load");
    globalThis.cowatchTexts = english;
    speakAsDocument();
    assertEquals(t(), english);

    const asked: Language[] = [];
    const waiting = new Map<Language, (texts: Texts) => void>();
    const locale = signal<string | null>(null);
    const dispose = followLocale(locale, (language) => {
      asked.push(language);
      return new Promise((resolve) => waiting.set(language, resolve));
    });
    const arrive = async (language: Language) => {
      const texts = TEXTS[language];
      if (texts) waiting.get(language)?.(texts);
      await Promise.resolve();
    };
    locale.value = "en-GB";
    assertEquals(asked, [], "it is in English already");
    locale.value = "de-CH";
    locale.value = "ar";
    assertEquals(t(), english, "until the others are there");
    await arrive("ar");
    assertEquals(t(), arabic);
    assertEquals(documentElement, { lang: "ar", dir: "rtl" });
    await arrive("de");
    assertEquals([t(), pageLanguage.value], [arabic, "ar"], "too late");
    assertEquals(asked, ["de", "ar"]);
    locale.value = "sv-SE";
    assertEquals(asked.at(-1), "en", "there are no Swedish texts");
    dispose();
  } finally {
    Reflect.deleteProperty(globalThis, "document");
  }
});
