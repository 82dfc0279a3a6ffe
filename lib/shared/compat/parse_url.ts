/**
 * Reads addresses in browsers that lack `URL.parse`.
 * @module
 */

/** @returns `null` for what is no address, with the base if there is one. */
export function parseUrl(address: string, base?: string): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}
