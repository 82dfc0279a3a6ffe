import { assertEquals } from "@std/assert";
import { primaryActionOf, type RemoteState } from "./remote.ts";

const GUEST: RemoteState = {
  hasVideo: true,
  mayControl: false,
  playing: true,
  leftS: 60,
  isAway: false,
};

Deno.test("[U8] a press means what this person may do, and first of all to come back", () => {
  const table: [Partial<RemoteState>, ReturnType<typeof primaryActionOf>][] = [
    [{}, "pause_here"],
    [{ playing: false }, null],
    [{ isAway: true }, "back"],
    [{ isAway: true, playing: false }, "back"],
    [{ mayControl: true }, "pause"],
    [{ mayControl: true, playing: false }, "play"],
    [{ mayControl: true, isAway: true }, "back"],
    [{ leftS: 0, mayControl: true }, "again"],
    [{ leftS: 0, mayControl: true, playing: false }, "again"],
    [{ leftS: 0 }, null],
    [{ leftS: 0, isAway: true }, "back"],
    [{ hasVideo: false }, null],
    [{ hasVideo: false, mayControl: true, isAway: true }, null],
  ];
  for (const [state, press] of table) {
    assertEquals(
      primaryActionOf({ ...GUEST, ...state }),
      press,
      JSON.stringify(state),
    );
  }
});
