import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { withElements } from "@/components/with_elements.ts";

Deno.test("[U2] [U40] elements stand where the language has them; what looks like one is text", () => {
  const text = (
    { who, count }: { who: string; count: number },
  ) => `${count} for ${who}, ${who}!`;
  const html = (who: preact.ComponentChildren) =>
    renderToString(<p>{withElements(text, { who, count: 3 })}</p>);
  assertEquals(
    html(<bdi>Ada</bdi>),
    "<p>3 for <bdi>Ada</bdi>, <bdi>Ada</bdi>!</p>",
  );
  assertEquals(
    html("<b>0</b>"),
    "<p>3 for &lt;b>0&lt;/b>, &lt;b>0&lt;/b>!</p>",
  );
  assertEquals(html("0"), "<p>3 for 0, 0!</p>");
});
