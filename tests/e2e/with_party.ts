/**
 * A server, a browser and a party in it, for as long as a play lasts.
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "@/tests/support/browser.ts";
import { openParty, type Party } from "./party.ts";
import { startServer } from "./server.ts";

/** Options of {@linkcode withParty}. */
interface WithPartyOptions {
  viewers: number;
  /** More of the simulator's address. */
  query?: Record<string, string>;
  /** Is done to the page before it opens anything. */
  prepare?: (page: Page) => Promise<unknown>;
}

/** Opens all, plays, and closes all; the server must end in order. */
export async function withParty(
  { prepare, ...options }: WithPartyOptions,
  play: (party: Party, browser: Browser) => Promise<void>,
): Promise<void> {
  const server = await startServer();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({
      viewport: { width: 1600, height: 950 },
    });
    await prepare?.(page);
    const { origin } = server;
    await play(await openParty({ browser, page, origin, ...options }), browser);
  } finally {
    await browser.close();
    assertEquals(await server.stop(), 0);
  }
}
