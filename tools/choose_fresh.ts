/**
 * Chooses what `fresh` and `@std` are: JSR's packages where its registry
 * answers, the stand-ins under `jsr/` where it does not. Every task runs it
 * first. `deno.jsonc` is the configuration, with the stand-ins as a workspace;
 * for JSR's packages a `deno.json` is made beside it, which Deno prefers and
 * git ignores (docs/decisions/001). `FRESH=jsr` and `FRESH=stand-ins` decide
 * without asking; `JSR_URL` names another registry.
 * @module
 */

/** Time that the registry has to answer, ms. Chosen: a network without it must not notice. */
const REGISTRY_TIMEOUT_MS = 3000;

/** Start of what {@linkcode forJsr} makes, before the hash of the rest. */
const MARK = "// Made by tools/choose_fresh.ts from deno.jsonc: change that. ";

/** Where packages come from. */
type Source = "jsr" | "stand-ins";

/**
 * Asks for the source.
 * @param env Values of `FRESH` and `JSR_URL`.
 * @param version Of `@fresh/core`, which the registry must have.
 * @throws {TypeError} When `FRESH` is neither.
 */
export async function chooseSource(
  env: { FRESH?: string | undefined; JSR_URL?: string | undefined },
  version: string,
): Promise<Source> {
  const { FRESH, JSR_URL = "https://jsr.io" } = env;
  if (FRESH === "jsr" || FRESH === "stand-ins") return FRESH;
  if (FRESH) {
    throw new TypeError(`FRESH must be "jsr" or "stand-ins": it is "${FRESH}"`);
  }
  try {
    const response = await fetch(new URL("/@fresh/core/meta.json", JSR_URL), {
      signal: AbortSignal.timeout(REGISTRY_TIMEOUT_MS),
    });
    const { versions }: { versions?: object } = await response.json();
    return Object.hasOwn(versions ?? {}, version) ? "jsr" : "stand-ins";
  } catch {
    // Whatever is wrong with the registry, this machine can build without it.
    return "stand-ins";
  }
}

/** The configuration for JSR's packages, made from the one with the stand-ins. */
export async function forJsr(config: string): Promise<string> {
  const { workspace: _, exclude, ...rest } = JSON.parse(config);
  // The other lock file names no package of JSR.
  const lock = { path: "deno.jsr.lock" };
  const made = { ...rest, exclude: [...exclude, "jsr/"], lock };
  const text = `${JSON.stringify(made, null, 2)}\n`;
  return `${MARK}${await hashOf(text)}\n${text}`;
}

/** Whether a file is as {@linkcode forJsr} made it, of whatever configuration. */
export async function isMade(text: string): Promise<boolean> {
  const [head = "", ...rest] = text.split("\n");
  return head === MARK + await hashOf(rest.join("\n"));
}

async function hashOf(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

if (import.meta.main) {
  const config = await Deno.readTextFile("deno.jsonc");
  const [, version = ""] = /@fresh\/core@([\d.]+)/.exec(config) ?? [];
  const source = await chooseSource({
    FRESH: Deno.env.get("FRESH"),
    JSR_URL: Deno.env.get("JSR_URL"),
  }, version);
  const before = await Deno.readTextFile("deno.json").catch(() => "");
  if (before && !await isMade(before)) {
    // deno-lint-ignore no-console -- a task's answer
    console.error(
      "deno.json is made by each task, and was changed by hand.\n" +
        "Make the change in deno.jsonc and delete deno.json.",
    );
    Deno.exit(1);
  }
  if (source === "jsr") {
    await Deno.writeTextFile("deno.json", await forJsr(config));
  } else if (before) {
    await Deno.remove("deno.json");
  }
  // deno-lint-ignore no-console -- a task's answer
  console.error(`Fresh ${version}: ${source}`);
}
