/**
 * What stands on screen, in the language of whoever looks: `t().play`,
 * `t().waitingFor({ name })`. The texts themselves are in `texts/*.json`;
 * docs/texts.md tells how to add one.
 * @module
 */
import { knownLocale } from "./locale.ts";
import type { Texts } from "./texts/types.ts";

export type { Texts } from "./texts/types.ts";

/** Languages that there are texts in; the first is the one that all others follow. */
export const LANGUAGES = ["en", "es", "pt-BR", "fr", "de", "ja", "ar"] as const;

/** One of {@linkcode LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** Which way a language is written, as `dir` of a document has it. */
export function directionOf(language: Language): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

/**
 * The language to speak to somebody in: the same, else one of the same family
 * (`es-419` reads Spanish, `pt-PT` Brazilian), else English.
 * @param locale From outside: anything.
 * @see SPEC U40
 */
export function languageFor(locale: unknown): Language {
  return knownLanguage(locale) ?? LANGUAGES[0];
}

/** As {@linkcode languageFor}, but `null` where there is none for it. */
export function knownLanguage(locale: unknown): Language | null {
  const tag = knownLocale(locale);
  if (tag === null) return null;
  const family = familyOf(tag);
  return LANGUAGES.find((language) => language === tag) ??
    LANGUAGES.find((language) => familyOf(language) === family) ?? null;
}

function familyOf(tag: string): string {
  return tag.split("-", 1)[0] ?? tag;
}

/** Where the texts of the moment come from. */
let source: () => Texts = () => {
  throw new Error("No texts yet: call speak() first");
};

/** Says where texts come from: a request's language on the server, a signal in the browser, English in tests. */
export function speak(from: () => Texts): void {
  source = from;
}

/** The texts of the moment. A component that reads them is drawn again when the language changes. @throws {Error} Before {@linkcode speak}. */
export function t(): Texts {
  return source();
}
