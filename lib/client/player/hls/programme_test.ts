import { assertAlmostEquals, assertEquals } from "@std/assert";
import type Hls from "hls.js";
import type { LevelDetails } from "hls.js";
import { datePlaylists } from "./programme.ts";
import { nativeProgramme } from "./native_programme.ts";

const EVENTS = {
  MANIFEST_LOADING: "manifestLoading",
  LEVEL_UPDATED: "levelUpdated",
  LEVEL_PTS_UPDATED: "levelPtsUpdated",
} as unknown as typeof Hls.Events;

/** What hls.js would make of a playlist, as far as it is asked for. */
interface Told {
  first: number;
  count: number;
  live?: boolean;
  type?: string;
  isDated?: boolean;
  holdBack?: number;
}

const TARGET_S = 4;
const BEGAN_MS = 1_764_000_000_000;

function reader(options: { isLive?: boolean } = {}) {
  const listeners = new Map<string, (name: string, data: unknown) => void>();
  let nowMs = 5000;
  let undated = 0;
  const hls = {
    on: (name: string, react: (name: string, data: unknown) => void) =>
      listeners.set(name, react),
  } as unknown as Hls;
  const { programme } = datePlaylists(hls, EVENTS, {
    isLive: options.isLive ?? false,
    onUndated: () => undated++,
    now: () => nowMs,
  });
  return {
    programme,
    undated: () => undated,
    wait: (ms: number) => nowMs += ms,
    window: () => programme()?.window(nowMs),
    update(
      { first, count, live = true, type, isDated = true, holdBack = 0 }: Told,
    ) {
      const fragments = Array.from({ length: count }, (_, i) => {
        const startMs = BEGAN_MS + (first + i) * TARGET_S * 1000;
        return {
          start: i * TARGET_S,
          duration: TARGET_S,
          programDateTime: isDated ? startMs : null,
          endProgramDateTime: isDated ? startMs + TARGET_S * 1000 : null,
        };
      });
      const details = {
        live,
        type: type ?? null,
        fragments,
        endSN: first + count - 1,
        targetduration: TARGET_S,
        holdBack,
        hasProgramDateTime: isDated,
      } as unknown as LevelDetails;
      listeners.get("levelUpdated")?.("levelUpdated", { details });
    },
  };
}

Deno.test("[T3] the window is what the playlists offer, and goes on between them", () => {
  const one = reader();
  assertEquals(one.programme(), null);
  one.update({ first: 10, count: 5 });
  const began = BEGAN_MS / 1000 + 10 * TARGET_S;
  const first = one.window();
  assertAlmostEquals(first?.to ?? 0, began + 20, 1e-6);
  assertEquals(first?.span, 20);
  assertEquals(first?.holdBack, 12);
  assertEquals(first?.moves, "both");
  one.wait(3000);
  assertAlmostEquals(one.window()?.to ?? 0, began + 23, 1e-6);
  // A playlist that does not come does not go on for ever.
  one.wait(30_000);
  assertAlmostEquals(one.window()?.to ?? 0, began + 24, 1e-6);
});

Deno.test("[T3] a window that keeps its start is found out, and one that begins to lose it", () => {
  const one = reader();
  for (let n = 0; n < 5; n++) one.update({ first: 10, count: 5 + n });
  assertEquals(one.window()?.moves, "end");
  one.update({ first: 11, count: 9 });
  assertEquals(one.window()?.moves, "both");
  const other = reader();
  other.update({ first: 0, count: 5, type: "EVENT" });
  assertEquals(other.window()?.moves, "end");
});

Deno.test("[T3] servers that ask for more distance get it", () => {
  const one = reader();
  one.update({ first: 0, count: 9, holdBack: 15 });
  assertEquals(one.window()?.holdBack, 15);
});

Deno.test("[T7] an end in the playlist is the end of the broadcast", () => {
  const one = reader();
  one.update({ first: 0, count: 5 });
  one.update({ first: 0, count: 6, live: false });
  one.wait(60_000);
  const over = one.window();
  assertEquals(over?.moves, "none");
  assertAlmostEquals(over?.to ?? 0, BEGAN_MS / 1000 + 24, 1e-6);
});

Deno.test("[T1] what is no broadcast keeps its own places, unless it was one", () => {
  const film = reader();
  film.update({ first: 0, count: 5, live: false });
  assertEquals(film.programme(), null);
  const over = reader({ isLive: true });
  over.update({ first: 0, count: 5, live: false });
  assertEquals(over.window()?.moves, "none");
});

Deno.test("[T1] a broadcast without dates is said to be one", () => {
  const one = reader();
  one.update({ first: 0, count: 5, isDated: false });
  assertEquals(one.programme(), null);
  assertEquals(one.undated(), 1);
});

Deno.test("[T1] the browser's own HLS dates its element itself", () => {
  const seekable = {
    length: 1,
    start: () => 100,
    end: () => 160,
  } as unknown as TimeRanges;
  const getStartDate = () => new Date(BEGAN_MS);
  const one = nativeProgramme(
    { duration: Infinity, seekable, getStartDate },
    false,
  );
  assertEquals(one?.toProgramme(130.5), BEGAN_MS / 1000 + 130.5);
  assertEquals(one?.toMedia(BEGAN_MS / 1000 + 7), 7);
  assertEquals(one?.window(9), {
    to: BEGAN_MS / 1000 + 160,
    atMs: 9,
    span: 60,
    holdBack: 18,
    moves: "both",
  });
  assertEquals(
    nativeProgramme({ duration: 60, seekable, getStartDate }, false),
    null,
  );
  assertEquals(nativeProgramme({ duration: Infinity, seekable }, true), null);
});
