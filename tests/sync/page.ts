/**
 * Runs inside the browser: viewers of one room in one page, and measurements
 * of what they really show, independent of the code under test.
 * @module
 */
import "../support/english.ts";
import { positionAt } from "@/lib/shared/room/timeline.ts";
import { createHlsPlayer } from "../../lib/client/player/hls/player.ts";
import type { Player, PlayerEvent } from "../../lib/client/player/player.ts";
import type { SyncReport } from "../../lib/client/watching/sync_report.ts";
import {
  createSyncService,
  type SyncService,
} from "../../lib/client/watching/sync_service.ts";
import type { Timeline } from "../../lib/shared/room/protocol.ts";

interface Frame {
  mediaTime: number;
  shownAtMs: number;
}

interface Viewer {
  video: HTMLVideoElement;
  player: Player;
  sync: SyncService;
  events: PlayerEvent[];
  frames: Frame[];
  rates: number[];
  seeks: number;
  report: SyncReport | null;
}

const ROOM_MS = 1_000_000;
const roomNow = () => performance.now() + ROOM_MS;
const viewers: Viewer[] = [];
let timeline: Timeline;

/** What the test may call. */
const harness = {
  /** @param clockErrorMs How wrong this viewer's idea of room time is. */
  async join(url: string, options: { clockErrorMs?: number } = {}) {
    const { clockErrorMs = 0 } = options;
    const video = document.createElement("video");
    video.width = 320;
    video.muted = true;
    document.body.append(video);
    const player = createHlsPlayer(video);
    const viewer: Viewer = {
      video,
      player,
      events: [],
      frames: [],
      rates: [],
      seeks: 0,
      report: null,
      sync: createSyncService({
        player,
        roomNow: () => roomNow() + clockErrorMs,
        onState: (report) => viewer.report = report,
      }),
    };
    viewers.push(viewer);
    player.on((event) => viewer.events.push(event));
    video.addEventListener("ratechange", () => {
      viewer.rates.push(video.playbackRate);
    });
    video.addEventListener("seeking", () => viewer.seeks++);
    watch(viewer);
    viewer.sync.setTimeline(timeline, null);
    await viewer.sync.load({ videoId: "v", manifestUrl: url, startAt: 0 });
  },
  change(change: Partial<Timeline>, leadMs = 200) {
    const at = roomNow() + leadMs;
    const before = timeline;
    timeline = {
      ...(before ?? { videoId: "v", playing: false, rate: 1, by: null }),
      position: before ? positionAt(before, { atMs: at, duration: null }) : 0,
      at,
      ...change,
    };
    for (const { sync } of viewers) sync.setTimeline(timeline, null);
  },
  /** When the newest change takes effect, on the page's clock, ms. */
  changedMs: () => timeline.at - ROOM_MS,
  async stall(index: number, ms: number) {
    const { video } = get(index);
    // A decoder that is held up: the element stops by itself, and goes on.
    video.pause();
    await new Promise((resolve) => setTimeout(resolve, ms));
    await video.play();
  },
  get: (index: number) => {
    const { video, report, events, seeks, rates, sync } = get(index);
    return {
      time: video.currentTime,
      paused: video.paused,
      rate: video.playbackRate,
      report,
      events,
      seeks,
      rates,
      metrics: sync.metrics(),
    };
  },
  resync: (index: number) => get(index).sync.resync(),
  pauseLocally: (index: number) => get(index).sync.pauseLocally(),
  clear() {
    for (const viewer of viewers) {
      viewer.frames = [];
      viewer.rates = [];
      viewer.seeks = 0;
    }
  },
  /** Pairwise skew of viewers 0 and 1 at each frame of viewer 0, ms. */
  skews(rate = 1): { atMs: number; skewMs: number }[] {
    const [a, b] = [get(0).frames, get(1).frames];
    return a.flatMap((frame) => {
      const near = b.filter(({ shownAtMs }) =>
        Math.abs(shownAtMs - frame.shownAtMs) < 60
      );
      if (near.length === 0) return [];
      // The same instant: the other's frame nearest in time, carried on at the room's rate.
      const other = near.reduce((x, y) =>
        Math.abs(x.shownAtMs - frame.shownAtMs) <
            Math.abs(y.shownAtMs - frame.shownAtMs)
          ? x
          : y
      );
      const elapsedMs = frame.shownAtMs - other.shownAtMs;
      const skewMs = (frame.mediaTime - other.mediaTime) * 1000 -
        rate * elapsedMs;
      return [{ atMs: frame.shownAtMs, skewMs }];
    });
  },
  /** Shown media time of a viewer minus the target, ms, per frame. */
  errors(index: number) {
    return get(index).frames.map(({ mediaTime, shownAtMs }) => {
      const at = shownAtMs + ROOM_MS;
      const target = positionAt(timeline, { atMs: at, duration: null });
      return {
        sinceMs: at - timeline.at,
        errorMs: (mediaTime - target) * 1000,
      };
    });
  },
  dispose() {
    for (const { sync, player, video } of viewers.splice(0)) {
      sync.dispose();
      player.dispose();
      video.remove();
    }
  },
};

/** The harness, as the test sees it. */
export type Harness = typeof harness;
Object.assign(globalThis, { harness });

function get(index: number): Viewer {
  const viewer = viewers[index];
  if (!viewer) throw new RangeError(`No viewer ${index}`);
  return viewer;
}

function watch(viewer: Viewer) {
  const { video } = viewer;
  const onFrame = (_now: number, meta: VideoFrameCallbackMetadata) => {
    video.requestVideoFrameCallback(onFrame);
    if (video.paused || video.seeking) return;
    viewer.frames.push({
      mediaTime: meta.mediaTime,
      shownAtMs: meta.expectedDisplayTime,
    });
  };
  video.requestVideoFrameCallback(onFrame);
}
