/**
 * The language of the page. The document comes with one and its texts; when
 * Discord turns out to be in another, that one's texts are loaded and the page
 * is drawn again.
 * @module
 */
import { batch, effect, type ReadonlySignal, signal } from "@preact/signals";
import {
  directionOf,
  type Language,
  languageFor,
  LANGUAGES,
  speak,
  type Texts,
} from "../../shared/texts.ts";

/** Where a language's script leaves its texts; made by `deno task texts`. */
declare global {
  var cowatchTexts: Texts | undefined;
}

/** The element that loads the document's own language. */
const SCRIPT = "#texts";

const spoken = signal<Texts | undefined>(undefined);
const language = signal<Language>(LANGUAGES[0]);

/** The language of the page. */
export const pageLanguage: ReadonlySignal<Language> = language;

/** Speaks as the document does: its script of texts runs before all others. Call it once, in a browser, before anything is drawn. */
export function speakAsDocument(): void {
  spoken.value = globalThis.cowatchTexts;
  language.value = languageFor(document.documentElement.lang);
  speak(() => {
    const texts = spoken.value;
    if (!texts) throw new Error("The page's texts did not load");
    return texts;
  });
}

/**
 * Goes over to the language that fits a locale, as soon as its texts are there.
 * @param locale `null`: not known yet, so the document's language stays.
 * @param load Gives the texts of a language.
 * @returns The disposer.
 * @see SPEC U40
 */
export function followLocale(
  locale: ReadonlySignal<string | null>,
  load: (language: Language) => Promise<Texts> = loadTexts,
): () => void {
  let wanted = 0;
  return effect(() => {
    if (locale.value === null) return;
    const next = languageFor(locale.value);
    const turn = ++wanted;
    if (next === language.peek()) return;
    load(next).then((texts) => {
      // Somebody may have changed it again meanwhile.
      if (turn !== wanted) return;
      const { documentElement } = document;
      documentElement.lang = next;
      documentElement.dir = directionOf(next);
      batch(() => {
        spoken.value = texts;
        language.value = next;
      });
      // The page goes on in the language that it has.
    }, () => {});
  });
}

/** Loads the texts beside those of the document. */
async function loadTexts(language: Language): Promise<Texts> {
  const { src } = document.querySelector<HTMLScriptElement>(SCRIPT) ??
    { src: "" };
  const url = src.replace(/[\w-]+\.js/, `${language}.js`);
  const { texts }: { texts: Texts } = await import(url);
  return texts;
}
