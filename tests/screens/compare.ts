/**
 * Compares a picture with one that was kept, pixel by pixel.
 * @module
 */
import type { Page } from "playwright-core";
import { bundle } from "@/tests/support/bundle.ts";

declare const differenceOf: (a: string, b: string) => Promise<number>;

const script = new WeakMap<Page, Promise<unknown>>();

/**
 * How much of two pictures differs, 0–1; 1 when they differ in size.
 * @param page Decodes them; what it shows stays as it is.
 */
export async function difference(
  page: Page,
  [a, b]: readonly [Uint8Array, Uint8Array],
): Promise<number> {
  const ready = script.get(page) ??
    bundle(new URL("./compare_page.ts", import.meta.url))
      .then((content) => page.evaluate(content));
  script.set(page, ready);
  await ready;
  return await page.evaluate(
    ([a, b]) => differenceOf(a, b),
    [a.toBase64(), b.toBase64()] as const,
  );
}
