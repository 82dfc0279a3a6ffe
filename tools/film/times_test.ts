import { assert, assertEquals } from "@std/assert";
import { findSample } from "@/lib/server/videos/samples.ts";
import { sampleExtras } from "@/lib/server/videos/sample_extras.ts";
import { FILM_S, SCENE_S } from "./times.ts";
import { FILM_CAPTIONS } from "./words.ts";

Deno.test("[P30] the film is described as it was made: its length, a chapter a scene, captions within it in two languages", () => {
  assertEquals(findSample("sample-orbit")?.duration, FILM_S);
  assertEquals(
    sampleExtras("sample-orbit")?.chapters.map(({ start }) => start),
    [0, 1, 2, 3].map((scene) => scene * SCENE_S),
  );
  assertEquals(FILM_CAPTIONS.map(({ tag }) => tag), ["en", "es"]);
  for (const { cues } of FILM_CAPTIONS) {
    let free = 0;
    for (const { from, to, text } of cues) {
      assert(from >= free && to > from && to <= FILM_S, text);
      free = to;
    }
  }
});
