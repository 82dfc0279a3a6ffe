/**
 * @module
 */
import { assertEquals } from "@std/assert";

/** Fetches everything that a playlist's addresses lead to, and theirs. @returns Texts by address. */
export async function crawl(
  url: string,
  seen: Map<string, string> = new Map(),
): Promise<Map<string, string>> {
  if (seen.has(url)) return seen;
  const response = await fetch(url);
  const text = await response.text();
  assertEquals(response.status, 200, `${url}: ${text}`);
  seen.set(url, text);
  if (!text.startsWith("#EXTM3U")) return seen;
  const uris = text.split("\n").flatMap((line) =>
    line.startsWith("#") ? /URI="([^"]+)"/.exec(line)?.[1] ?? [] : line || []
  );
  for (const uri of uris) await crawl(new URL(uri, url).href, seen);
  return seen;
}
