import { assertEquals } from "@std/assert";
import { themeOf } from "./theme.ts";

Deno.test("[U61] the theme is the one that Discord names, and dark for one that is not known", () => {
  const cases = {
    "theme=light": "light",
    "theme=dark": "dark",
    "theme=darker": "dark",
    "theme=midnight": "midnight",
    "theme=undefined": "dark",
    'theme="><script>': "dark",
    "": "dark",
  };
  for (const [query, theme] of Object.entries(cases)) {
    assertEquals(themeOf(new URLSearchParams(query)), theme, query);
  }
});
