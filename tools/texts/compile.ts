/**
 * Makes of the texts what runs: one small script a language, plurals decided by
 * functions and not by a library, and the type that all of them have.
 * @module
 */
import * as esbuild from "esbuild";
import type { Language } from "../../lib/shared/texts.ts";
import { compileModule, MessageFormat } from "./message_format.ts";
import { type Source, valuesOf } from "./source.ts";

/**
 * The script of a language: exports its `texts`, and leaves them where the
 * page's own scripts find them.
 * @throws {Error} When a text has a plural that its language lacks.
 */
export async function compileLanguage(
  language: Language,
  source: Source,
): Promise<string> {
  const filledIn = [...source].filter(([, text]) => valuesOf(text).size > 0);
  const format = new MessageFormat(language, {
    // Names from elsewhere would turn a sentence round.
    biDiSupport: language === "ar",
  });
  const functions = compileModule(format, Object.fromEntries(filledIn));
  const sections = inSections(
    source,
    ([name, text]) =>
      valuesOf(text).size > 0
        ? `functions[${JSON.stringify(name)}]`
        // ICU's quotes are for the compiler only.
        : JSON.stringify(text.replaceAll("''", "'")),
  );
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `import functions from "functions";
export const texts = ${sections};
Object.assign(globalThis, { cowatchTexts: texts });`,
      resolveDir: import.meta.dirname,
    },
    plugins: [{
      name: "functions",
      setup(build) {
        build.onResolve({ filter: /^functions$/ }, ({ path }) => ({
          path,
          namespace: "functions",
        }));
        build.onLoad({ filter: /.*/, namespace: "functions" }, () => ({
          contents: functions,
          resolveDir: import.meta.dirname,
        }));
      },
    }],
    bundle: true,
    format: "esm",
    target: "chrome111",
    charset: "utf8",
    minify: true,
    write: false,
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`Nothing came of ${language}`);
  return file.text;
}

/** The type of all languages' texts, as TypeScript: constant ones are strings, the others take their values. @param source Of the language that the others follow. */
export function typeOf(source: Source): string {
  const sections = inSections(source, ([, text]) => {
    const values = [...valuesOf(text)]
      .map(([name, type]) => `${name}: ${type}`).join("; ");
    return values === "" ? "string" : `(values: { ${values} }) => string`;
  }, ";");
  return `/**
 * The texts on screen by section and key. Made of \`en.json\` by
 * \`deno task texts\`; not to be changed by hand.
 * @module
 */

/** Texts of one language. */
export interface Texts ${sections}
`;
}

/** An object in an object, as source. */
function inSections(
  source: Source,
  write: (entry: [name: string, text: string]) => string,
  separator = ",",
): string {
  const sections = Map.groupBy(source, ([name]) => name.split(".", 1)[0] ?? "");
  const lines = [...sections].map(([section, entries]) =>
    `${section}: { ${
      entries.map((entry) =>
        `${entry[0].slice(section.length + 1)}: ${write(entry)}`
      ).join(`${separator} `)
    } }`
  );
  return `{ ${lines.join(`${separator} `)} }`;
}
