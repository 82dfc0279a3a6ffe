import { assertEquals } from "@std/assert";
import { type StatusSources, viewerStatusOf } from "./status.ts";

/** A film that plays, and a viewer who follows it. */
const WATCHING: StatusSources = {
  phase: "ready",
  sync: { status: "in_sync", isAway: false },
  hasVideo: true,
  hasFailed: false,
  waitingFor: [],
  playing: true,
  leftS: 60,
  by: "ada",
};

Deno.test("[U65] a page is in one state at a time, and says what is really so", () => {
  const cut = { status: "reconnecting", isAway: false } as const;
  const cases: [Partial<StatusSources>, ReturnType<typeof viewerStatusOf>][] = [
    [{}, { kind: "in_sync" }],
    // Nobody who has not been in yet is in again.
    [{ phase: "joining", sync: cut }, { kind: "joining" }],
    [{ phase: "connecting", hasVideo: false }, { kind: "joining" }],
    [{ phase: "failed" }, { kind: "failed" }],
    [{ sync: cut }, { kind: "reconnecting" }],
    [{ hasVideo: false, playing: false }, { kind: "nothing_on" }],
    [{ hasVideo: false, sync: cut }, { kind: "reconnecting" }],
    [{ waitingFor: ["ben"], playing: false }, {
      kind: "waiting",
      for: ["ben"],
    }],
    [{ playing: false }, { kind: "paused", by: "ada" }],
    [{ playing: false, leftS: 0 }, { kind: "ended" }],
    [{ leftS: 0 }, { kind: "ended" }],
    [{ sync: { status: "in_sync", isAway: true } }, { kind: "paused_here" }],
    [{ sync: { status: "in_sync", isAway: true }, playing: false }, {
      kind: "paused_here",
    }],
    [{ hasFailed: true, sync: { status: "loading", isAway: false } }, {
      kind: "failed",
    }],
    [{ sync: { status: "loading", isAway: false } }, { kind: "loading" }],
    [{ sync: { status: "idle", isAway: false } }, { kind: "loading" }],
    [{ sync: { status: "catching_up", isAway: false } }, {
      kind: "catching_up",
    }],
  ];
  for (const [over, status] of cases) {
    assertEquals(
      viewerStatusOf({ ...WATCHING, ...over }),
      status,
      JSON.stringify(over),
    );
  }
});
