import { assert, assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { runningSince } from "../../../tests/support/simulated_device.ts";
import { NO_PLAYER_CHOICES } from "../player/media_feed.ts";
import type { Player, PlayerEvent, PlayerSample } from "../player/player.ts";
import type { SyncReport } from "./sync_report.ts";
import { createSyncService, type SyncService } from "./sync_service.ts";

/** Room time at the test's beginning, ms. */
const ROOM_MS = 5_000_000;

/** Media that obeys at once. */
class FakePlayer implements Player {
  readonly engine = "hls";
  readonly asked: string[] = [];
  isPaused = true;
  hasMedia = false;
  isDry = false;
  /** Where there is no media, s. */
  hole: { from: number; to: number } | null = null;
  rate = 1;
  #place = 0;
  #sinceMs = 0;
  #listeners = new Set<(event: PlayerEvent) => void>();

  constructor(readonly now: () => number) {}

  get place(): number {
    const runs = !this.isPaused && !this.isDry;
    const elapsedMs = runs ? this.now() - this.#sinceMs : 0;
    return this.#place + this.rate * elapsedMs / 1000;
  }
  #keep(change: () => void) {
    this.#place = this.place;
    this.#sinceMs = this.now();
    change();
  }
  emit(event: PlayerEvent) {
    for (const listener of [...this.#listeners]) listener(event);
  }
  dry(isDry: boolean) {
    this.#keep(() => this.isDry = isDry);
    this.emit({ type: isDry ? "stalled" : "resumed" });
  }
  load({ videoId, startAt }: { videoId: string; startAt: number }) {
    this.asked.push(`load ${videoId}`);
    const { from, to } = this.hole ?? { from: 0, to: 0 };
    if (startAt >= from && startAt < to) return Promise.resolve();
    this.#keep(() => {
      this.isPaused = true;
      this.hasMedia = true;
      this.#place = startAt;
    });
    this.emit({ type: "ready", duration: 600 });
    return Promise.resolve();
  }
  play() {
    this.asked.push("play");
    this.#keep(() => this.isPaused = false);
    return Promise.resolve();
  }
  pause() {
    this.asked.push("pause");
    this.#keep(() => this.isPaused = true);
  }
  seek(position: number) {
    this.asked.push("seek");
    this.#keep(() => this.#place = position);
  }
  setRate(rate: number) {
    this.asked.push("rate");
    this.#keep(() => this.rate = rate);
  }
  setVolume() {}
  setMuted() {}
  sample(): PlayerSample | null {
    if (!this.hasMedia) return null;
    return {
      mediaTime: this.place,
      atMs: this.now(),
      playing: !this.isPaused && !this.isDry,
      buffering: this.isDry,
    };
  }
  found = () => null;
  buffered = () => [];
  readonly choices = NO_PLAYER_CHOICES;
  on(listener: (event: PlayerEvent) => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
  dispose() {}
}

interface Viewer {
  time: FakeTime;
  player: FakePlayer;
  sync: SyncService;
  /** Device time, ms. */
  now(): number;
  report(): SyncReport;
  /** Changes what the room's clock says against the device's, ms. */
  stepRoom(byMs: number): void;
  /** The page is looked at again. */
  show(): void;
}

/** One viewer under a time of the test's own. */
function withViewer(act: (viewer: Viewer) => void, clockKnown = true): void {
  const time = new FakeTime();
  const beginMs = time.now;
  const now = () => time.now - beginMs;
  let roomOffsetMs = ROOM_MS;
  let last: SyncReport | null = null;
  let show = () => {};
  const player = new FakePlayer(now);
  const sync = createSyncService({
    player,
    now,
    roomNow: () => clockKnown ? now() + roomOffsetMs : null,
    onState: (report) => last = report,
    onVisible(react) {
      show = react;
      return () => {};
    },
  });
  try {
    act({
      time,
      player,
      sync,
      now,
      report() {
        assert(last, "nothing was reported");
        return last;
      },
      stepRoom: (byMs) => roomOffsetMs += byMs,
      show: () => show(),
    });
  } finally {
    sync.dispose();
    time.restore();
  }
}

/** A viewer who follows a running room and is settled. */
function follow({ time, player, sync }: Viewer): void {
  sync.setTimeline(runningSince(ROOM_MS - 60_000), 600);
  void sync.load({ videoId: "v", manifestUrl: "/v.m3u8", startAt: 60 });
  time.tick(5000);
  player.asked.length = 0;
}

function offMs({ player, now }: Viewer, atRoomMs = ROOM_MS - 60_000): number {
  return player.place * 1000 - (now() + ROOM_MS - atRoomMs);
}

Deno.test("[S12] a load leads to the room's place, and the report says so on the way", () => {
  withViewer((viewer) => {
    const { time, sync, report } = viewer;
    sync.setTimeline(runningSince(ROOM_MS - 60_000), 600);
    time.tick(300);
    assertEquals(report().status, "loading");
    void sync.load({ videoId: "v", manifestUrl: "/v.m3u8", startAt: 60 });
    assertEquals(report().status, "catching_up");
    time.tick(5000);
    assertEquals(report().status, "in_sync");
    assert(Math.abs(offMs(viewer)) < 10, `${offMs(viewer)} ms`);
    const { attempts, successes, lastSyncAt } = sync.metrics();
    assert(attempts >= 1 && successes >= 1 && lastSyncAt !== null);
  });
});

Deno.test("[S5] before the clock is known nothing is asked of the player", () => {
  withViewer(({ time, player, sync, report }) => {
    sync.setTimeline(runningSince(ROOM_MS), 600);
    void sync.load({ videoId: "v", manifestUrl: "/v.m3u8", startAt: 0 });
    time.tick(10_000);
    assertEquals(player.asked, ["load v"]);
    assertEquals(report().driftMs, null);
  }, false);
});

Deno.test("[S14] a sleep of the device, and a page looked at again, lead straight to the target", () => {
  withViewer((viewer) => {
    const { time, player, show } = viewer;
    follow(viewer);
    // Timers and media stood still, the clocks did not.
    player.dry(true);
    time.tick(20_000);
    player.dry(false);
    show();
    time.tick(3000);
    assert(player.asked.includes("seek"));
    assert(Math.abs(offMs(viewer)) < 10, `${offMs(viewer)} ms`);
  });
});

Deno.test("[S20] a step of room time is followed at once, bending is not", () => {
  withViewer((viewer) => {
    const { time, player, stepRoom } = viewer;
    follow(viewer);
    stepRoom(4000);
    time.tick(3000);
    assertEquals(player.asked.filter((what) => what === "seek").length, 1);
    assert(Math.abs(offMs(viewer) - 4000) < 10, `${offMs(viewer)} ms`);
    player.asked.length = 0;
    for (let i = 0; i < 20; i++) {
      stepRoom(1);
      time.tick(250);
    }
    assert(!player.asked.includes("seek"));
  });
});

Deno.test("[S18] a stall lowers the quality and comes back by itself", () => {
  withViewer((viewer) => {
    const { time, player, sync, report } = viewer;
    follow(viewer);
    assertEquals(report().quality, "good");
    player.dry(true);
    time.tick(1000);
    assertEquals(report().status, "catching_up");
    player.dry(false);
    time.tick(4000);
    assertEquals([report().status, report().quality], ["in_sync", "fair"]);
    assert(sync.metrics().lastStallAt !== null);
    time.tick(32_000);
    assertEquals(report().quality, "good");
  });
});

Deno.test("[S16] a local pause outlasts news, stalls and looks, until asked back", () => {
  withViewer((viewer) => {
    const { time, player, sync, report, show } = viewer;
    follow(viewer);
    sync.pauseLocally();
    assertEquals(player.asked, ["pause"]);
    sync.setTimeline(runningSince(ROOM_MS, { position: 300 }), 600);
    show();
    time.tick(20_000);
    assertEquals(player.asked, ["pause"]);
    assertEquals([report().status, report().away], ["idle", "person"]);
    sync.resync();
    time.tick(3000);
    assertEquals([report().status, report().away], ["in_sync", null]);
  });
});

Deno.test("[S16] a refused start is told, and tried again only when asked", () => {
  withViewer((viewer) => {
    const { time, player, sync, report } = viewer;
    follow(viewer);
    player.pause();
    player.emit({ type: "autoplay_blocked" });
    player.asked.length = 0;
    time.tick(10_000);
    assertEquals(player.asked, []);
    assertEquals(report().away, "blocked");
    sync.resync();
    time.tick(3000);
    assert(!player.isPaused);
  });
});

Deno.test("[S5] another video stops the former one, and waits for its own load", () => {
  withViewer((viewer) => {
    const { time, player, sync, report } = viewer;
    follow(viewer);
    const at = ROOM_MS + viewer.now();
    sync.setTimeline(runningSince(at, { videoId: "w" }), 300);
    assert(player.isPaused);
    time.tick(2000);
    assertEquals([player.isPaused, report().status], [true, "loading"]);
    void sync.load({ videoId: "w", manifestUrl: "/w.m3u8", startAt: 3 });
    time.tick(4000);
    assertEquals(report().status, "in_sync");
    assert(Math.abs(offMs(viewer, at)) < 10, `${offMs(viewer, at)} ms`);
  });
});

Deno.test("[S15] the end of the video ends the questions", () => {
  withViewer((viewer) => {
    const { time, player, sync, report } = viewer;
    follow(viewer);
    player.pause();
    player.emit({ type: "ended" });
    player.asked.length = 0;
    time.tick(60_000);
    assertEquals(player.asked, []);
    assertEquals(report().status, "in_sync");
    sync.setTimeline(
      runningSince(ROOM_MS + viewer.now(), { position: 10 }),
      600,
    );
    time.tick(3000);
    assert(!player.isPaused);
  });
});

Deno.test("[S5] a player that fails is left alone, and followed again after the next load", () => {
  withViewer((viewer) => {
    const { time, player, sync, report } = viewer;
    follow(viewer);
    player.emit({ type: "error", kind: "network", message: "No network." });
    player.asked.length = 0;
    time.tick(5000);
    assertEquals(player.asked, []);
    assertEquals(report().status, "loading");
    void sync.load({ videoId: "v", manifestUrl: "/v.m3u8", startAt: 70 });
    time.tick(4000);
    assertEquals(report().status, "in_sync");
  });
});

Deno.test("[S5] after dispose() neither timers nor the player are touched", () => {
  withViewer((viewer) => {
    const { time, player, sync } = viewer;
    follow(viewer);
    sync.dispose();
    player.emit({ type: "ended" });
    time.tick(60_000);
    assertEquals(player.asked, []);
  });
});

Deno.test("[W36] who joins where nothing of the media comes joins where the room has come to", () => {
  withViewer(({ time, player, sync, report }) => {
    player.hole = { from: 8, to: 16 };
    sync.setTimeline({
      videoId: "v",
      playing: true,
      position: 10,
      rate: 1,
      at: ROOM_MS,
      by: null,
    }, 600);
    sync.load({ videoId: "v", manifestUrl: "/m", startAt: 10 });
    time.tick(7000);
    assertEquals(player.asked.filter((one) => one === "load v").length, 1);
    assertEquals(report().status, "loading");
    time.tick(2000);
    assertEquals(player.asked.filter((one) => one === "load v").length, 2);
    time.tick(3000);
    assert(Math.abs(player.place - 22) < 0.3, `at ${player.place}`);
    assertEquals(report().status, "in_sync");
    time.tick(60_000);
    assertEquals(player.asked.filter((one) => one === "load v").length, 2);
  });
});

Deno.test("[W36] at the end of a film a load is begun again where there is a picture", () => {
  withViewer(({ time, player, sync, report }) => {
    // Nothing comes at the end, nor shortly before it.
    player.hole = { from: 599.8, to: 601 };
    sync.setTimeline(runningSince(ROOM_MS - 599_900), 600);
    void sync.load({ videoId: "v", manifestUrl: "/m", startAt: 599.9 });
    time.tick(7000);
    assertEquals(report().status, "loading");
    time.tick(2000);
    assertEquals(player.asked.filter((one) => one === "load v").length, 2);
    assertEquals(report().status !== "loading", true);
  });
});

Deno.test("[W36] a slow line gets twice the time at each further try; what failed is not tried again here", () => {
  withViewer(({ time, player, sync }) => {
    player.hole = { from: 0, to: 600 };
    sync.setTimeline({
      videoId: "v",
      playing: false,
      position: 10,
      rate: 1,
      at: ROOM_MS,
      by: null,
    }, 600);
    sync.load({ videoId: "v", manifestUrl: "/m", startAt: 10 });
    const loads = () => player.asked.filter((one) => one === "load v").length;
    time.tick(8500);
    assertEquals(loads(), 2);
    time.tick(15_000);
    assertEquals(loads(), 2);
    time.tick(1500);
    assertEquals(loads(), 3);
    player.emit(
      { type: "error", kind: "not_found", message: "" } as PlayerEvent,
    );
    time.tick(120_000);
    assertEquals(loads(), 3);
  });
});
