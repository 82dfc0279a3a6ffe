/**
 * Reads settings from the environment, as the table of settings has them; each
 * that does not fit adds a sentence to the problems, so that all are named at
 * once.
 * @module
 */
import { type SettingName, type SettingOf, SETTINGS } from "./settings.ts";

/** Environment by name; empty strings count as absent. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** See the module. */
export interface ConfigReader {
  /** One sentence a problem; no secret in any. */
  readonly problems: string[];
  /** What stands there, whatever it is; `undefined` where nothing does. */
  text(name: SettingName): string | undefined;
  /** A whole number within its bounds. */
  whole(name: SettingName<"whole">): number;
  /** @param otherwise Where it follows from other settings. */
  choice<N extends SettingName<"choice">>(
    name: N,
    ...otherwise: SettingOf<N> extends { otherwise: null } ? [OptionOf<N>] : []
  ): OptionOf<N>;
  /** An address of a server on the web, without a slash at its end. @param otherwise Where it follows from other settings. */
  web(name: SettingName<"web">, otherwise?: string): string;
  /** An address of another kind. */
  address(name: SettingName<"address">): string;
}

/** What may stand in a choice. */
type OptionOf<N extends SettingName<"choice">> = SettingOf<N>["of"][number];

/** Makes one that has found no problem yet. */
export function createConfigReader(env: Environment): ConfigReader {
  const problems: string[] = [];
  const text = (name: SettingName) => env[name]?.trim() || undefined;

  function addressOf(
    name: SettingName,
    { schemes, otherwise }: { schemes: readonly string[]; otherwise: string },
  ): string {
    const value = text(name);
    if (value === undefined) return otherwise;
    const scheme = URL.parse(value)?.protocol.slice(0, -1);
    if (scheme !== undefined && schemes.includes(scheme)) {
      return value.replace(/\/+$/, "");
    }
    // The value is not shown: an address may hold a password.
    problems.push(
      `Cannot use ${name} as it must be an address that begins with ${
        schemes.map((scheme) => `${scheme}://`).join(" or ")
      }.`,
    );
    return otherwise;
  }

  return {
    problems,
    text,
    address: (name) => addressOf(name, SETTINGS[name]),
    web(name, otherwise = SETTINGS[name].otherwise) {
      const value = addressOf(name, { schemes: ["http", "https"], otherwise });
      const url = new URL(value);
      if (
        url.search + url.hash + url.username + url.password === "" &&
        !/[?#]$/.test(value)
      ) return value;
      problems.push(
        `Cannot use ${name} as it must end with its path, and hold no password.`,
      );
      return otherwise;
    },
    whole(name) {
      const { min, max, otherwise } = SETTINGS[name];
      const value = text(name);
      if (value === undefined) return otherwise;
      const number = Number(value);
      if (Number.isInteger(number) && number >= min && number <= max) {
        return number;
      }
      problems.push(
        `Cannot use ${name} as it must be a whole number from ${min} to ${max}: current value is "${value}".`,
      );
      return otherwise;
    },
    choice<N extends SettingName<"choice">>(name: N, given?: OptionOf<N>) {
      const { of, otherwise } = SETTINGS[name];
      const value = text(name);
      const options: readonly string[] = of;
      // A choice without a default of its own is given one by its type.
      const fallback = (given ?? otherwise) as OptionOf<N>;
      if (value === undefined) return fallback;
      if (options.includes(value)) return value as OptionOf<N>;
      problems.push(
        `Cannot use ${name} as it must be one of ${
          of.join(", ")
        }: current value is "${value}".`,
      );
      return fallback;
    },
  };
}
