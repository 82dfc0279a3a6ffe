/**
 * Compiles the texts on screen (lib/shared/texts/*.json) into static/texts/ and
 * their type. `--check` writes nothing: it says what is missing, left over,
 * used nowhere or not compiled yet, and fails.
 *
 * Run: `deno task texts [--check]`
 * @module
 */
import * as esbuild from "esbuild";
import { LANGUAGES } from "../lib/shared/texts.ts";
import { compileLanguage, typeOf } from "./texts/compile.ts";
import { differences, unused } from "./texts/faults.ts";
import { readSource } from "./texts/source.ts";
import { failOn, readBelow } from "./sources.ts";

const ROOT = new URL("../", import.meta.url);
const FOLDERS = ["islands", "views", "components", "routes", "lib"]
  .map((folder) => new URL(folder, ROOT).pathname);

const isCheck = Deno.args.includes("--check");
const english = await readSource(LANGUAGES[0]);
const sources = await readBelow(FOLDERS);
const faults = unused(english, [...sources.values()]);
const made = new Map([
  ["lib/shared/texts/types.ts", await formatted(typeOf(english))],
]);
for (const language of LANGUAGES) {
  const source = await readSource(language);
  faults.push(...differences(language, { source, english }));
  made.set(
    `static/texts/${language}.js`,
    await compileLanguage(language, source),
  );
}
await esbuild.stop();
for (const [path, content] of made) {
  const file = new URL(path, ROOT);
  if (!isCheck) await Deno.writeTextFile(file, content);
  else if (await Deno.readTextFile(file) !== content) {
    faults.push(`${path} is out of date: run \`deno task texts\``);
  }
}
failOn(faults);

async function formatted(source: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "ts", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  await input.write(encode(source));
  await input.close();
  const { stdout } = await child.output();
  return new TextDecoder().decode(stdout);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
