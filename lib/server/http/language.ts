/**
 * The language of a page: the first that its reader's browser asks for and we
 * have, until Discord's own setting is known in the browser.
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Middleware } from "fresh";
import {
  knownLanguage,
  type Language,
  LANGUAGES,
  speak,
  type Texts,
} from "../../shared/texts.ts";
import { texts as ar } from "../../../static/texts/ar.js";
import { texts as de } from "../../../static/texts/de.js";
import { texts as en } from "../../../static/texts/en.js";
import { texts as es } from "../../../static/texts/es.js";
import { texts as fr } from "../../../static/texts/fr.js";
import { texts as ja } from "../../../static/texts/ja.js";
import { texts as ptBr } from "../../../static/texts/pt-BR.js";

const TEXTS: Readonly<Record<Language, Texts>> = {
  ar,
  de,
  en,
  es,
  fr,
  ja,
  "pt-BR": ptBr,
};

/** What is drawn while a request is answered is in its reader's language; requests take turns within one process. @see SPEC U41 */
export function speakLanguage<
  State extends { language: Language },
>(): Middleware<
  State
> {
  const spoken = new AsyncLocalStorage<Texts>();
  speak(() => spoken.getStore() ?? en);
  return function speakLanguageMiddleware(ctx) {
    const language = languageOf(ctx.req.headers.get("accept-language"));
    ctx.state.language = language;
    return spoken.run(TEXTS[language], () => ctx.next());
  };
}

/**
 * The best of our languages for an `Accept-Language` header; a language with
 * `q=0` is one that the reader cannot have. Source: RFC 9110 §12.5.4.
 * @param header `null`: none came.
 */
export function languageOf(header: string | null): Language {
  const wanted = (header ?? "").split(",").map((range) => {
    const [tag = "", ...parameters] = range.split(";").map((s) => s.trim());
    const weight = parameters.find((one) => one.startsWith("q="))?.slice(2);
    return { tag, weight: weight === undefined ? 1 : Number(weight) };
  }).filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    const language = knownLanguage(tag);
    if (language !== null) return language;
  }
  return LANGUAGES[0];
}
