import { assertEquals } from "@std/assert";
import { protocolPage } from "./protocol_docs.ts";

Deno.test("docs/protocol.md says what the schemas say", async () => {
  const page = new URL("../docs/protocol.md", import.meta.url);
  assertEquals(await Deno.readTextFile(page), await protocolPage());
});
