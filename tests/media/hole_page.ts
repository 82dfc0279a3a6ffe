/**
 * Runs inside the browser: a viewer whose media has a hole, held to a room
 * that plays on, and what the viewer's screen does meanwhile.
 * @module
 */
import "../support/english.ts";
import { createElementPlayer } from "../../lib/client/player/element_player.ts";
import { createHlsPlayer } from "../../lib/client/player/hls/player.ts";
import { feedNatively } from "../../lib/client/player/hls/native_feed.ts";
import type { Player, PlayerEvent } from "../../lib/client/player/player.ts";
import { createPlaykitPlayer } from "../../lib/client/player/playkit/player.ts";
import { createSyncService } from "../../lib/client/watching/sync_service.ts";

const ROOM_MS = 1_000_000;
const roomNow = () => performance.now() + ROOM_MS;

const place = document.createElement("video");
place.width = 320;
place.muted = true;
document.body.append(place);

function make(engine: string): Player {
  if (engine === "playkit") return createPlaykitPlayer(place);
  if (engine === "hls") return createHlsPlayer(place);
  const feed = (...[video, options]: Parameters<typeof feedNatively>) =>
    Promise.resolve(feedNatively(video, options));
  return createElementPlayer(place, { engine: "hls", feed });
}

const player = make(new URLSearchParams(location.search).get("engine") ?? "");
const events: PlayerEvent[] = [];
player.on((event) => events.push(event));
const sync = createSyncService({ player, roomNow, onState() {} });
let startsAtMs = 0;
let startsFrom = 0;

const shown = () =>
  document.querySelector<HTMLVideoElement>("div video") ?? place;

/** Where the room was at each seek of the element, s. */
const seeks: { toS: number; atS: number }[] = [];
document.addEventListener("seeking", () => {
  seeks.push({ toS: shown().currentTime, atS: roomPlace() });
}, true);

function roomPlace(): number {
  return (roomNow() - startsAtMs) / 1000 + startsFrom;
}

const harness = {
  /** The room plays an entry from a place, s, in one second. */
  async watch(entry: string, from: number): Promise<void> {
    const response = await fetch(`/play?entry=${entry}`);
    const found: { manifestUrl: string; playUrl: string } = await response
      .json();
    startsAtMs = roomNow() + 1000;
    startsFrom = from;
    sync.setTimeline({
      videoId: entry,
      playing: true,
      position: from,
      rate: 1,
      at: startsAtMs,
      by: null,
    }, null);
    const findKs = async () => (await (await fetch("/ks")).json()).ks;
    void sync.load({ ...found, findKs, videoId: entry, startAt: from });
  },
  state() {
    const video = shown();
    return {
      room: roomPlace(),
      time: video.currentTime,
      seeking: video.seeking,
      ready: video.readyState,
      paused: video.paused,
      buffered: player.buffered(),
      sample: player.sample(),
      events,
      seeks,
    };
  },
};

/** The harness, as tests see it. */
export type HoleHarness = typeof harness;
Object.assign(globalThis, { harness });
