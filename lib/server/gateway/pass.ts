/**
 * What the gateway says of a person, as the pass that their session holds.
 * @module
 */
import type { CataloguePass } from "../catalogue/catalogue.ts";
import { digits, timeMs } from "../catalogue/entry.ts";
import { requireRealKs } from "./mocks.ts";
import { type AuthAnswer, isKs } from "./schema.ts";

/** Longest life of a KS, s; a larger number is a date. Chosen: ten years. */
const MAX_EXPIRY_S = 3660 * 86_400;

/**
 * Makes the pass. It ends with what ends first: the token, or the KS that came
 * with it.
 * @throws {CatalogueFault} `no_catalogue` for a gateway without an account.
 * @see SPEC V14
 */
export function passOf(
  { token, expiresAt, kalturaSession }: AuthAnswer,
  { nowMs }: { nowMs: number },
): CataloguePass {
  const { ks, expiry, partnerId } = kalturaSession ?? {};
  requireRealKs(ks);
  const partner = digits(partnerId);
  const ends = [
    timeMs(expiresAt),
    isKs(ks) ? endOf(expiry, nowMs) : undefined,
  ].filter((end) => end !== undefined);
  return {
    token,
    ...(ends.length > 0 ? { expiresAtMs: Math.min(...ends) } : {}),
    ...(isKs(ks) ? { ks } : {}),
    ...(partner === undefined ? {} : { partnerId: partner }),
  };
}

/** `expiry` is in seconds from now; some versions write it as a date, in seconds too. */
function endOf(expiry: unknown, nowMs: number): number | undefined {
  const seconds = typeof expiry === "string" ? Number(expiry) : expiry;
  if (typeof seconds !== "number" || !(seconds > 0)) return undefined;
  return seconds <= MAX_EXPIRY_S ? nowMs + seconds * 1000 : timeMs(seconds);
}
