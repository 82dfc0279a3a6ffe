import { assertEquals } from "@std/assert";
import {
  FRAME_S,
  type KeyPress,
  SEEK_LEAP_S,
  SEEK_STEP_S,
  type Shortcut,
  shortcutOf,
  VOLUME_STEP,
} from "./shortcuts.ts";

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
  const keys: Record<string, Shortcut | null> = {
    " ": { type: "toggle" },
    K: { type: "toggle" },
    m: { type: "mute" },
    f: { type: "fullscreen" },
    p: { type: "picture_in_picture" },
    i: { type: "picture_in_picture" },
    c: { type: "captions" },
    ArrowLeft: { type: "seek", by: -SEEK_STEP_S },
    ArrowRight: { type: "seek", by: SEEK_STEP_S },
    j: { type: "seek", by: -SEEK_LEAP_S },
    L: { type: "seek", by: SEEK_LEAP_S },
    ArrowUp: { type: "volume", by: VOLUME_STEP },
    ArrowDown: { type: "volume", by: -VOLUME_STEP },
    ",": { type: "frame", by: -FRAME_S },
    ".": { type: "frame", by: FRAME_S },
    "<": { type: "rate", by: -1 },
    ">": { type: "rate", by: 1 },
    "0": { type: "part", to: 0 },
    "9": { type: "part", to: 0.9 },
    "]": { type: "panel" },
    "/": { type: "search" },
    "?": { type: "help" },
    x: null,
    Tab: null,
    toString: null,
  };
  for (const [key, meaning] of Object.entries(keys)) {
    assertEquals(press(key), meaning, key);
  }
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

Deno.test("[U12] combinations, handled presses and held keys but steps are left alone", () => {
  for (const over of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
    assertEquals(press("f", over), null);
  }
  assertEquals(press("f", { defaultPrevented: true }), null);
  assertEquals(press(" ", { repeat: true }), null);
  assertEquals(press("ArrowLeft", { repeat: true })?.type, "seek");
});
