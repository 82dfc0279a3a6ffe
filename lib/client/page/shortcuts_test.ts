import { assertEquals } from "@std/assert";
import { type KeyPress, SEEK_STEP_S, shortcutOf } from "./shortcuts.ts";

function press(key: string, over: Partial<KeyPress> = {}) {
  return shortcutOf({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    repeat: false,
    defaultPrevented: false,
    target: { tagName: "BODY" },
    ...over,
  });
}

Deno.test("[U12] keys mean what they mean on video sites", () => {
  assertEquals(press(" "), { type: "toggle" });
  assertEquals(press("K"), { type: "toggle" });
  assertEquals(press("m"), { type: "mute" });
  assertEquals(press("f"), { type: "fullscreen" });
  assertEquals(press("p"), { type: "picture_in_picture" });
  assertEquals(press("ArrowLeft"), { type: "seek", by: -SEEK_STEP_S });
  assertEquals(press("ArrowRight"), { type: "seek", by: SEEK_STEP_S });
  assertEquals(press("x"), null);
  assertEquals(press("Tab"), null);
});

Deno.test("[U12] a key that means something where the focus is stays there", () => {
  const cases: [string, Record<string, unknown>, boolean][] = [
    ["k", { tagName: "INPUT", type: "search" }, false],
    ["m", { tagName: "TEXTAREA" }, false],
    ["m", { tagName: "DIV", isContentEditable: true }, false],
    ["ArrowLeft", { tagName: "INPUT", type: "range" }, false],
    ["k", { tagName: "INPUT", type: "range" }, true],
    [" ", { tagName: "INPUT", type: "checkbox" }, false],
    ["ArrowRight", { tagName: "SELECT" }, false],
    [" ", { tagName: "BUTTON" }, false],
    ["m", { tagName: "BUTTON" }, true],
    [" ", { tagName: "SUMMARY" }, false],
  ];
  for (const [key, target, isOurs] of cases) {
    const said = `${key} on ${JSON.stringify(target)}`;
    assertEquals(press(key, { target }) !== null, isOurs, said);
  }
});

Deno.test("[U12] combinations, handled presses and held keys but arrows are left alone", () => {
  for (const over of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
    assertEquals(press("f", over), null);
  }
  assertEquals(press("f", { defaultPrevented: true }), null);
  assertEquals(press(" ", { repeat: true }), null);
  assertEquals(press("ArrowLeft", { repeat: true })?.type, "seek");
});
