/**
 * Names in the environment that were meant for a setting.
 * @module
 */
import type { Environment } from "@/lib/server/config/reader.ts";
import { SETTINGS } from "@/lib/server/config/settings.ts";

/** Slips up to which a name is taken for another. Chosen: `DISCORD_TOKEN` is meant for `DISCORD_BOT_TOKEN`. */
const MAX_SLIPS = 4;
/** Letters a slip, at least. Chosen: short names resemble each other too much. */
const LETTERS_A_SLIP = 3;

/**
 * Finds them.
 * @returns By name the setting that was meant, which is not set itself.
 * @see SPEC O1
 */
export function misspelt(env: Environment): Map<string, string> {
  const known = Object.keys(SETTINGS);
  const free = known.filter((name) => !env[name]);
  const found = new Map<string, string>();
  for (const name of Object.keys(env)) {
    // Other programs' settings are many, and short names say little.
    if (known.includes(name) || !name.includes("_")) continue;
    const [nearest] = free
      .map((meant) => ({ meant, slips: slipsBetween(name, meant) }))
      .sort((a, b) => a.slips - b.slips);
    if (nearest && nearest.slips <= allowedSlips(name)) {
      found.set(name, nearest.meant);
    }
  }
  return found;
}

function allowedSlips(name: string): number {
  return Math.min(MAX_SLIPS, Math.floor(name.length / LETTERS_A_SLIP));
}

/** Letters put in, left out or changed: Levenshtein's distance. */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min(
        (row[j + 1] ?? 0) + 1,
        (next[j] ?? 0) + 1,
        (row[j] ?? 0) + (letter === other ? 0 : 1),
      ));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
