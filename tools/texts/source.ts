/**
 * Texts as their authors write them: one JSON file a language, texts by key,
 * keys in sections, in ICU MessageFormat.
 * @module
 */
import { parse, type Token } from "@messageformat/parser";
import type { Language } from "../../lib/shared/texts.ts";

/** Texts by `section.key`, in the order of their file. */
export type Source = ReadonlyMap<string, string>;

const FOLDER = new URL("../../lib/shared/texts/", import.meta.url);

/** Reads the file of a language. @throws {Error} When it is not as it must be. */
export async function readSource(language: Language): Promise<Source> {
  const name = `${language}.json`;
  const parsed: unknown = JSON.parse(
    await Deno.readTextFile(new URL(name, FOLDER)),
  );
  const texts = new Map<string, string>();
  for (const [section, keys] of entriesOf(parsed, name)) {
    for (const [key, text] of entriesOf(keys, `${name}: ${section}`)) {
      if (typeof text !== "string" || text.trim() === "") {
        throw new Error(`${name}: ${section}.${key} is no text`);
      }
      texts.set(`${section}.${key}`, text);
    }
  }
  return texts;
}

function entriesOf(value: unknown, where: string): [string, unknown][] {
  if (typeof value !== "object" || value === null) {
    throw new Error(`${where} is no object`);
  }
  return Object.entries(value);
}

/** What a text is filled in with: by name, a number where its plural depends on it. */
type Values = ReadonlyMap<string, "number" | "string">;

/** The values of a text. @throws {Error} When it is no ICU message. */
export function valuesOf(text: string): Values {
  const values = new Map<string, "number" | "string">();
  const visit = (tokens: readonly Token[]) => {
    for (const token of tokens) {
      switch (token.type) {
        case "content":
        case "octothorpe":
          break;
        case "argument":
        case "function":
          if (!values.has(token.arg)) values.set(token.arg, "string");
          break;
        default:
          values.set(
            token.arg,
            token.type === "select" ? "string" : "number",
          );
          for (const { tokens } of token.cases) visit(tokens);
      }
    }
  };
  visit(parse(text));
  return values;
}
