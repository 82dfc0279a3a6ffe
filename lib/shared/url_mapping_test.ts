import { assertEquals } from "@std/assert";
import { rewrite, rewriteFor, URL_MAPPINGS } from "./url_mapping.ts";

Deno.test("[M6] mapped hosts become prefixes, with path, query and fragment", () => {
  assertEquals(
    rewrite("https://cfvod.kaltura.com/hls/a%20b/seg-1.ts?t=1,2#x"),
    "/k/vod/hls/a%20b/seg-1.ts?t=1,2#x",
  );
  assertEquals(rewrite("https://CDNAPISEC.kaltura.com:443/p/1"), "/k/api/p/1");
  assertEquals(Object.keys(URL_MAPPINGS), ["/k/api", "/k/vod"]);
});

Deno.test("[M6] other addresses stay as they are, and so does what is mapped", () => {
  for (
    const address of [
      "https://other.kaltura.com/a",
      "http://cfvod.kaltura.com/a",
      "https://cfvod.kaltura.com:8443/a",
      "https://cfvod.kaltura.com.evil.example/a",
      "/k/vod/a.ts",
      "https://1.discordsays.com/k/vod/a.ts",
      "seg-1.ts",
      "",
    ]
  ) assertEquals(rewrite(address), address);
});

Deno.test("[M6] only pages inside Discord map", () => {
  const address = "https://cfvod.kaltura.com/a.ts";
  assertEquals(rewriteFor("123.discordsays.com")(address), "/k/vod/a.ts");
  for (
    const host of ["localhost", "discordsays.com", "x.discordsays.com.evil"]
  ) {
    assertEquals(rewriteFor(host)(address), address);
  }
});
