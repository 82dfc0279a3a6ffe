import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { PresenceReport } from "../../shared/room/protocol.ts";
import { startReports } from "./reports.ts";

Deno.test("[U6] at the end of a film nobody is said to play", () => {
  const told: PresenceReport[] = [];
  const playback = signal({
    position: 30,
    duration: 60,
    playing: true,
    buffering: false,
    bufferedTo: 60,
  });
  const stop = startReports({
    link: signal({
      connection: signal("open"),
      send: ({ report }: { report: PresenceReport }) => told.push(report),
      rttMs: () => 40,
      roomNow: () => 1000,
    }) as never,
    playback,
    report: signal({ driftMs: 0, quality: "good", away: null }) as never,
    reaction: signal(null),
    trouble: signal(null),
    loadedId: signal("v1"),
    media: () => null,
    metrics: () => null,
    player: () => ({ engine: "hls", stalls: 2, firstFrameMs: 800 }),
    watch: { attention: signal("active"), idleMs: () => 0 } as never,
  });
  try {
    playback.value = { ...playback.value, position: 60 };
    playback.value = { ...playback.value, duration: 0 };
    assertEquals(told.map(({ playbackState }) => playbackState?.isPlaying), [
      true,
      false,
      undefined,
    ]);
  } finally {
    stop();
  }
});
