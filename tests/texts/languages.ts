/**
 * All languages of the page, for tests that walk through them.
 * @module
 */
import { type Language, speak, type Texts } from "@/lib/shared/texts.ts";
import { texts as ar } from "@/static/texts/ar.js";
import { texts as de } from "@/static/texts/de.js";
import { texts as en } from "@/static/texts/en.js";
import { texts as es } from "@/static/texts/es.js";
import { texts as fr } from "@/static/texts/fr.js";
import { texts as ja } from "@/static/texts/ja.js";
import { texts as ptBr } from "@/static/texts/pt-BR.js";

/** The texts of each. */
export const TEXTS: Readonly<Record<Language, Texts>> = {
  en,
  es,
  "pt-BR": ptBr,
  fr,
  de,
  ja,
  ar,
};

/** Those other than English. */
export const OTHERS = Object.entries(TEXTS).filter(([, texts]) => texts !== en);

/** Does something in a language; afterwards the page is in English again. */
export async function speaking<T>(
  texts: Texts,
  run: () => T | Promise<T>,
): Promise<T> {
  speak(() => texts);
  try {
    return await run();
  } finally {
    speak(() => en);
  }
}
