import { signal } from "@preact/signals";
import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import type { Browser } from "../model/catalogue.ts";
import { createSearchBox } from "./search_box.ts";

/** A box over a catalogue that notes what it is asked. */
function setUp(browser: Browser = { state: "idle" }) {
  const asked: string[] = [];
  const box = createSearchBox({
    browser: signal(browser),
    browse: (query) => Promise.resolve(void asked.push(`search ${query}`)),
    browseIn: (collection) =>
      Promise.resolve(void asked.push(`list ${collection}`)),
  });
  return { asked, box };
}

Deno.test("[U11] what is typed is asked for once, when the typist pauses", () => {
  using time = new FakeTime();
  const { asked, box } = setUp();
  for (const text of ["t", "ti", " tide "]) {
    box.type(text);
    time.tick(200);
  }
  assertEquals(asked, []);
  time.tick(200);
  assertEquals(asked, ["search tide"]);
  time.tick(10_000);
  assertEquals(asked.length, 1);
});

Deno.test("[U11] a press asks at once, and what is shown already is not asked for", () => {
  using time = new FakeTime();
  const { asked, box } = setUp({
    state: "failed",
    reason: "",
    query: "tide",
    isRetrying: false,
  });
  box.type("tid");
  box.search();
  assertEquals(asked, ["search tid"]);
  box.type("tide ");
  time.tick(10_000);
  assertEquals(asked.length, 1);
});

Deno.test("[U11] an emptied box and a collection list at once, and call off what was typed", () => {
  using time = new FakeTime();
  const { asked, box } = setUp();
  box.type("tide");
  box.browseIn("evening");
  assertEquals([box.query.value, asked], ["", ["list evening"]]);
  box.type("tide");
  box.type("");
  time.tick(10_000);
  assertEquals(asked, ["list evening", "list null"]);
});
