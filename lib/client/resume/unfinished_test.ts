import { assertEquals } from "@std/assert";
import {
  isUnfinished,
  KEPT_MS,
  MAX_KEPT,
  readUnfinished,
  type Unfinished,
  withoutPlace,
  withUnfinished,
} from "./unfinished.ts";

const NOW_MS = 1_800_000_000_000;

function left(over: Partial<Unfinished> = {}): Unfinished {
  return {
    placeId: "300000000000000000",
    videoId: "v1",
    title: "Tide pools",
    position: 2472,
    leftAtMs: NOW_MS - 1000,
    ...over,
  };
}

Deno.test("[U77] what storage holds is judged entry by entry, and ends after a month", () => {
  const read = (value: unknown) =>
    readUnfinished(
      typeof value === "string" ? value : JSON.stringify(value),
      NOW_MS,
    );
  assertEquals(read([left()]), [left()]);
  for (const nothing of ["", "{", "null", "{}", "7", '"x"', "[[]]", "[null]"]) {
    assertEquals(read(nothing), [], nothing);
  }
  assertEquals(readUnfinished(null, NOW_MS), []);
  const odd: unknown[] = [
    { ...left(), position: -1 },
    { ...left(), position: "41" },
    { ...left(), position: 1e12 },
    { ...left(), videoId: "../../api" },
    { ...left(), placeId: "" },
    { ...left(), title: "x".repeat(5000) },
    { ...left(), thumbnailUrl: "//evil.example/x.png" },
    { ...left(), thumbnailUrl: "https://evil.example/x.png" },
    { ...left(), thumbnailUrl: "javascript:alert(1)" },
    { ...left(), name: "Ada" },
    left({ leftAtMs: NOW_MS - KEPT_MS }),
    left({ leftAtMs: NOW_MS + 1 }),
  ];
  for (const one of odd) {
    assertEquals(read([one, left()]), [left()], JSON.stringify(one));
  }
});

Deno.test("[U77] a place has one film, and a device few places", () => {
  const other = left({ placeId: "b", videoId: "v2" });
  const moved = left({ position: 3000 });
  const two = withUnfinished([left(), other], moved);
  assertEquals(two, [moved, other]);
  assertEquals(withoutPlace(two, moved.placeId), [other]);
  let many: Unfinished[] = [];
  for (let n = 0; n < MAX_KEPT + 3; n++) {
    many = withUnfinished(many, left({ placeId: `p${n}` }));
  }
  assertEquals(many.length, MAX_KEPT);
  assertEquals(many[0]?.placeId, `p${MAX_KEPT + 2}`);
  assertEquals(readUnfinished(JSON.stringify(many), NOW_MS), many);
});

Deno.test("[U77] what has hardly begun, is nearly over, or has no length, is not worth it", () => {
  assertEquals(
    [0, 29, 30, 70, 71, 100].map((place) => isUnfinished(place, 100)),
    [false, false, true, true, false, false],
  );
  assertEquals(isUnfinished(40, 0), false);
});
