/**
 * Reads values of the environment; each that does not fit adds a sentence to
 * the problems, so that all are told at once.
 * @module
 */

/** Environment by name; empty strings count as absent. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** See the module. */
export interface ConfigReader {
  /** One sentence a problem; no secret in any. */
  readonly problems: string[];
  text(name: string): string | undefined;
  whole(
    name: string,
    range: { min: number; max: number; otherwise: number },
  ): number;
  choice<T extends string>(
    name: string,
    options: { of: readonly T[]; otherwise: T },
  ): T;
  /** An address of a server on the web, without a slash at its end. */
  web(name: string, otherwise: string): string;
  /** An address of another kind. @param options `of`: schemes. */
  address(
    name: string,
    options: { of: readonly string[]; otherwise: string },
  ): string;
}

/** Makes one that has found no problem yet. */
export function createConfigReader(env: Environment): ConfigReader {
  const problems: string[] = [];
  const text = (name: string) => env[name]?.trim() || undefined;

  const address: ConfigReader["address"] = (name, { of, otherwise }) => {
    const value = text(name);
    if (value === undefined) return otherwise;
    const scheme = URL.parse(value)?.protocol.slice(0, -1);
    if (scheme !== undefined && of.includes(scheme)) {
      return value.replace(/\/+$/, "");
    }
    // The value is not shown: an address may hold a password.
    problems.push(
      `Cannot use ${name} as it must be an address that begins with ${
        of.map((scheme) => `${scheme}://`).join(" or ")
      }.`,
    );
    return otherwise;
  };

  return {
    problems,
    text,
    address,
    web(name, otherwise) {
      const value = address(name, { of: ["http", "https"], otherwise });
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
    whole(name, { min, max, otherwise }) {
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
    choice(name, { of, otherwise }) {
      const value = text(name);
      if (value === undefined) return otherwise;
      const found = of.find((option) => option === value);
      if (found) return found;
      problems.push(
        `Cannot use ${name} as it must be one of ${
          of.join(", ")
        }: current value is "${value}".`,
      );
      return otherwise;
    },
  };
}
