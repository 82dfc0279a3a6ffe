/**
 * A gateway without a Kaltura account answers with mocks, which play nowhere:
 * that is no catalogue.
 * @module
 */
import { CatalogueFault } from "../catalogue/faults.ts";

/** Whose addresses mocks have. Source: observed. */
const MOCK_HOST = "mock-kaltura.com";
const WHY = "the gateway has no Kaltura account: it answers with mocks";

/** @throws {CatalogueFault} `no_catalogue` for the KS of a mock. Source: observed. */
export function requireRealKs(ks: unknown): void {
  if (typeof ks === "string" && ks.startsWith("mock_ks")) throw mocked();
}

/** @throws {CatalogueFault} `no_catalogue` when all entries that there are are mocks. */
export function requireReal(entries: readonly unknown[]): void {
  if (entries.length > 0 && entries.every(isMock)) throw mocked();
}

/** @throws {CatalogueFault} `no_catalogue` for the address of a mock. */
export function requireRealAddress(address: string): void {
  if (isMockAddress(address)) throw mocked();
}

function isMock(entry: unknown): boolean {
  if (typeof entry !== "object" || entry === null) return false;
  const { thumbnailUrl, playUrl } = entry as Record<string, unknown>;
  return isMockAddress(thumbnailUrl) || isMockAddress(playUrl);
}

function isMockAddress(address: unknown): boolean {
  return typeof address === "string" &&
    URL.parse(address)?.hostname === MOCK_HOST;
}

function mocked(): CatalogueFault {
  return new CatalogueFault("no_catalogue", { cause: WHY });
}
