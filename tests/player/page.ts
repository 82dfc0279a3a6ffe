/**
 * Runs inside the browser: one player on sample media, and what it shows. The
 * engine is in the page's address, and so is the address of Kaltura's player.
 * @module
 */
import "../support/english.ts";
import { createHlsPlayer } from "../../lib/client/player/hls/player.ts";
import { createPlaykitPlayer } from "../../lib/client/player/playkit/player.ts";
import type { PlayerEvent } from "../../lib/client/player/player.ts";

/** One picture. */
interface Picture {
  mediaTime: number;
  shownAtMs: number;
}

const query = new URLSearchParams(location.search);
const isPlaykit = query.get("engine") === "playkit";
const place = document.createElement("video");
place.width = 320;
document.body.append(place);
const player = isPlaykit ? createPlaykitPlayer(place) : createHlsPlayer(place);
let events: PlayerEvent[] = [];
/** Events of the element itself. */
let raw: string[] = [];
let pictures: Picture[] = [];

player.on((event) => events.push(event));

/** The element on screen: Kaltura's player brings its own. */
const shown = () =>
  document.querySelector<HTMLVideoElement>("div video") ?? place;

let watched: HTMLVideoElement | null = null;
(function watch() {
  requestAnimationFrame(watch);
  const video = shown();
  if (video === watched) return;
  watched = video;
  for (const type of ["pause", "play", "waiting", "seeking", "ended"]) {
    video.addEventListener(type, () => raw.push(type));
  }
  video.requestVideoFrameCallback(function onFrame(_now, meta) {
    pictures.push({
      mediaTime: meta.mediaTime,
      shownAtMs: meta.expectedDisplayTime,
    });
    video.requestVideoFrameCallback(onFrame);
  });
})();

const harness = {
  get video() {
    return shown();
  },
  player,
  load: (name: string, startAt = 0) =>
    player.load({
      videoId: name,
      manifestUrl: `/samples/${name}/master.m3u8`,
      playUrl: query.get("playUrl") ?? "",
      startAt,
    }),
  forget() {
    events = [];
    raw = [];
    pictures = [];
  },
  state() {
    const video = shown();
    return {
      time: video.currentTime,
      duration: video.duration,
      paused: video.paused,
      ended: video.ended,
      rate: video.playbackRate,
      sample: player.sample(),
      buffered: player.buffered(),
      events,
      raw,
      pictures,
    };
  },
};

// The driver's own calls count as taps, so this one is made by the page, and told by a request.
const alone = query.get("alone");
if (alone) {
  player.on(({ type }) => void fetch(`/told/${type}`));
  void harness.load(alone).then(() => player.play());
}

/** The harness, as tests see it. */
export type Harness = typeof harness;
Object.assign(globalThis, { harness });
