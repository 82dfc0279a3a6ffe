import "@/tests/support/english.ts";
import { assertEquals } from "@std/assert";
import { EMPTY_MODEL } from "../model/app_model.ts";
import { sentenceOf } from "../page/sentence.ts";
import { createScrub } from "../playback/scrub.ts";
import { watchKeys } from "./keys.ts";

/** A key press on the page. */
function press(key: string): Event {
  const event = new Event("keydown", { cancelable: true });
  return Object.assign(event, {
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    repeat: false,
  });
}

Deno.test("[L3] keys that cannot be loaded are said to the person, and loaded by the next press", async () => {
  const said: string[] = [];
  const done: string[] = [];
  let isAway = true;
  const scrub = createScrub(() => {});
  const stop = watchKeys({
    model: EMPTY_MODEL,
    scrub,
    maySeek: () => true,
    togglePanel() {},
    search() {},
    help() {},
    onFailed: (error) => said.push(sentenceOf(error)),
    load: () =>
      isAway
        ? Promise.reject(new TypeError("Failed to fetch"))
        : Promise.resolve({
          performShortcut: ({ type }) => void done.push(type),
        }),
  });
  const settle = () => new Promise<void>((resolve) => queueMicrotask(resolve));
  const first = press("k");
  dispatchEvent(first);
  for (let n = 0; n < 5; n++) await settle();
  assertEquals([first.defaultPrevented, done], [true, []]);
  assertEquals(said, [
    "Part of Cowatch did not load. Check your connection and try again.",
  ]);
  isAway = false;
  dispatchEvent(press("m"));
  for (let n = 0; n < 5; n++) await settle();
  assertEquals(done, ["mute"]);
  stop();
  dispatchEvent(press("m"));
  for (let n = 0; n < 5; n++) await settle();
  assertEquals(done, ["mute"]);
  scrub.dispose();
});
