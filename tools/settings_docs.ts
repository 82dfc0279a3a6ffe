/**
 * Writes the table of README.md and `.env.example` from the table of settings.
 * With `--check` it writes nothing and fails when one of them is stale.
 *
 * Run: `deno run -A tools/settings_docs.ts`
 * @module
 */
import { failOn } from "./sources.ts";
import { type Setting, SETTING_GROUPS } from "@/lib/server/config/settings.ts";

const ROOT = new URL("../", import.meta.url);
/** What encloses the table in README.md. */
const TABLE = /(<!-- settings -->\n)[^]*?(\n<!-- \/settings -->)/;

/** Files that are written from the table. */
const FILES = ["README.md", ".env.example"] as const;

/** What holds without a setting, in Markdown. */
function withoutOf({ without, ...setting }: Setting): string {
  return without ?? `\`${String(setting.otherwise)}\``;
}

/** The table in Markdown, a setting a row, as `deno fmt` has it. */
export function settingsTable(): string {
  const rows = Object.values(SETTING_GROUPS).flatMap((group) =>
    Object.entries<Setting>(group).map(([name, setting]) => [
      `\`${name}\``,
      withoutOf(setting),
      setting.about,
    ])
  );
  const all = [["name", "without it", ""], ...rows];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0))
  );
  const line = (cells: readonly string[]) =>
    `| ${
      cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")
    } |`;
  const [head = [], ...body] = all;
  return [
    line(head),
    line(widths.map((width) => "-".repeat(width))),
    ...body.map(line),
  ].join("\n");
}

/** `.env.example`: everything commented out, with what holds or what may stand there. */
export function exampleFile(): string {
  const groups = Object.entries(SETTING_GROUPS).map(([heading, group]) =>
    [
      `## ${heading}`,
      ...Object.entries<Setting>(group).map(([name, setting]) =>
        [
          `# ${sentence(setting.about)}`,
          ...hasWords(setting.without)
            ? [`# Without it: ${plain(setting.without)}.`]
            : [],
          `#${name}=${setting.example ?? exampleOf(setting)}`,
        ].join("\n")
      ),
    ].join("\n\n")
  );
  return `${[HEAD, ...groups].join("\n\n")}\n`;
}

const HEAD = `# Settings of Cowatch. Nothing is needed for development.
# Copy this file to .env and take the # away from what you set. The tasks that
# start something read .env; what the environment has comes before it.`;

function hasWords(without: string | undefined): without is string {
  return without !== undefined && without !== "none";
}

function exampleOf(setting: Setting): string {
  return setting.without === undefined ? String(setting.otherwise) : "";
}

function sentence(markdown: string): string {
  const words = markdown.charAt(0).toUpperCase() + markdown.slice(1);
  return `${plain(words)}${words.endsWith("…") ? "" : "."}`;
}

function plain(markdown: string): string {
  return markdown.replaceAll("`", "");
}

/** Files that do not say what the table says, with what they should. */
export async function staleFiles(): Promise<Map<string, string>> {
  const stale = new Map<string, string>();
  for (const name of FILES) {
    const is = await Deno.readTextFile(new URL(name, ROOT));
    const should = name === "README.md"
      ? is.replace(
        TABLE,
        (_, start, end) => `${start}\n${settingsTable()}\n${end}`,
      )
      : exampleFile();
    if (is !== should) stale.set(name, should);
  }
  return stale;
}

if (import.meta.main) {
  const stale = await staleFiles();
  if (!Deno.args.includes("--check")) {
    for (const [name, text] of stale) {
      await Deno.writeTextFile(new URL(name, ROOT), text);
    }
  } else {
    failOn(
      [...stale.keys()]
        .map((name) => `${name} is stale: run \`deno task docs:settings\`.`),
    );
  }
}
