/**
 * Runs inside the browser: two viewers of one room on different engines, and
 * what each shows, measured apart from the code under test.
 * @module
 */
import "../support/english.ts";
import { createHlsPlayer } from "../../lib/client/player/hls/player.ts";
import { createPlaykitPlayer } from "../../lib/client/player/playkit/player.ts";
import type { Player } from "../../lib/client/player/player.ts";
import { createSyncService } from "../../lib/client/watching/sync_service.ts";
import type { Timeline } from "../../lib/shared/room/protocol.ts";

interface Viewer {
  box: HTMLElement;
  player: Player;
  /** Newest picture. */
  shown: { mediaTime: number; atMs: number } | null;
}

const ROOM_MS = 1_000_000;
const roomNow = () => performance.now() + ROOM_MS;

function place(): { box: HTMLElement; video: HTMLVideoElement } {
  const box = document.createElement("div");
  box.style.cssText = "width:320px;height:180px";
  const video = document.createElement("video");
  video.muted = true;
  box.append(video);
  document.body.append(box);
  return { box, video };
}

const viewers = [createHlsPlayer, createPlaykitPlayer].map((create): Viewer => {
  const { box, video } = place();
  return { box, player: create(video), shown: null };
});
const syncs = viewers.map(({ player }) =>
  createSyncService({ player, roomNow, onState() {} })
);

const harness = {
  /** @param timeline What the room asks for; `at` is from now, ms. */
  async watch(timeline: Omit<Timeline, "videoId" | "by">): Promise<void> {
    const response = await fetch("/play?entry=0_plain");
    const found: { manifestUrl: string; playUrl: string } = await response
      .json();
    for (const [i, sync] of syncs.entries()) {
      sync.setTimeline({
        ...timeline,
        videoId: "0_plain",
        by: null,
        at: roomNow() + timeline.at,
      }, null);
      const findKs = async () => (await (await fetch("/ks")).json()).ks;
      void sync.load({ ...found, videoId: "0_plain", startAt: 0, findKs });
      record(viewers[i]);
    }
    await Promise.all(
      viewers.map(({ player }) =>
        new Promise<void>((resolve) => {
          player.on(({ type }) => type === "ready" && resolve());
        })
      ),
    );
  },
  /** Skew between both while they play, ms: a sample each 20 ms. */
  async skews(forMs: number): Promise<number[]> {
    const found: number[] = [];
    const endMs = performance.now() + forMs;
    while (performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const now = performance.now();
      const [a, b] = viewers.map(({ shown }) =>
        shown && now - shown.atMs < 200
          ? shown.mediaTime + (now - shown.atMs) / 1000
          : null
      );
      if (a != null && b != null) found.push(Math.abs(a - b) * 1000);
    }
    return found;
  },
};

/** The harness, as tests see it. */
export type MixedHarness = typeof harness;
Object.assign(globalThis, { harness });

function record(viewer: Viewer | undefined): void {
  let watched: HTMLVideoElement | null = null;
  (function look() {
    requestAnimationFrame(look);
    if (!viewer) return;
    const video = viewer.box.querySelector<HTMLVideoElement>(
      "video:not([hidden])",
    );
    if (!video || video === watched) return;
    watched = video;
    video.requestVideoFrameCallback(function onFrame(_now, meta) {
      const atMs = meta.expectedDisplayTime;
      viewer.shown = { mediaTime: meta.mediaTime, atMs };
      video.requestVideoFrameCallback(onFrame);
    });
  })();
}
