/** How the page looks before any script: its font and its colours. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { FONT } from "@/components/styles.ts";
import { startServer } from "./server.ts";

Deno.test("[U60] [U61] the page names its font and the person's theme; the font is kept for good", async () => {
  const server = await startServer();
  try {
    for (const prefix of ["", "/.proxy"]) {
      const font = await fetch(server.origin + prefix + FONT);
      assertEquals(font.status, 200);
      assertEquals((await font.arrayBuffer()).byteLength > 10_000, true);
      assertEquals(
        font.headers.get("cache-control"),
        "public, max-age=31536000, immutable",
      );
    }
    const missing = await fetch(`${server.origin}/fonts/none-1-latin.woff2`);
    assertEquals(missing.status, 404);
    assertEquals(missing.headers.get("cache-control"), "no-store");
    await missing.body?.cancel();
    const page = await fetch(`${server.origin}/?frame_id=1&theme=light`);
    const html = await page.text();
    assertStringIncludes(html, 'data-theme="light"');
    assertStringIncludes(html, `as="font" type="font/woff2" href="${FONT}"`);
    const sheet = await fetch(`${server.origin}/styles/tokens.css`);
    assertStringIncludes(await sheet.text(), `url("..${FONT}")`);
  } finally {
    assertEquals(await server.stop(), 0);
  }
});
