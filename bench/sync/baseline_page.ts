/**
 * The plan's algorithm in a page: the host tells its position every 5 s, with
 * its device's time; the others compare it with their own device's time and
 * seek when they are off by more than the tolerance.
 * @module
 */
import Hls from "hls.js/light";

/** What the harness calls. */
export interface BaselinePage {
  play(position: number): void;
  pause(position: number): void;
  /** @param position Seconds. */
  seek(position: number): void;
}

/** What the host tells. `sentAt`: its device's time, ms. */
interface Told {
  position: number;
  playing: boolean;
  sentAt: number;
}

/** Source: the plan. */
const BROADCAST_MS = 5000;
/** Source: the plan, s. */
const TOLERANCE_S = 2;
/** Weight of a new difference. Source: the plan. */
const WEIGHT = 0.3;

const query = new URLSearchParams(location.search);
const isHost = query.get("role") === "host";
const video = document.querySelector("video");
if (!video) throw new TypeError("Cannot play without a video element");
const socket = new WebSocket(
  `ws://${location.host}/relay?room=${query.get("room")}`,
);
let averageS = 0;

const hls = new Hls({ enableWorker: false });
hls.loadSource("/samples/sample-tide/master.m3u8");
hls.attachMedia(video);

function tell(): void {
  if (!isHost || !video || socket.readyState !== WebSocket.OPEN) return;
  const told: Told = {
    position: video.currentTime,
    playing: !video.paused,
    sentAt: Date.now(),
  };
  socket.send(JSON.stringify(told));
}

function toleranceS(): number {
  if (averageS < 0.5) return TOLERANCE_S;
  return averageS < 2 ? TOLERANCE_S * 1.5 : TOLERANCE_S * 2;
}

function follow({ position, playing, sentAt }: Told): void {
  if (!video) return;
  const expected = position + (playing ? (Date.now() - sentAt) / 1000 : 0);
  const differenceS = Math.abs(video.currentTime - expected);
  averageS = averageS * (1 - WEIGHT) + differenceS * WEIGHT;
  if (differenceS > toleranceS()) video.currentTime = Math.max(0, expected);
  if (playing && video.paused) void video.play();
  if (!playing && !video.paused) video.pause();
}

socket.onmessage = ({ data }) => {
  if (!isHost) follow(JSON.parse(data));
};
if (isHost) {
  setInterval(tell, BROADCAST_MS);
  for (const event of ["play", "pause", "seeked"]) {
    video.addEventListener(event, tell);
  }
}
const page: BaselinePage = {
  play: () => void video.play(),
  pause: () => video.pause(),
  seek: (position) => video.currentTime = position,
};
Object.assign(globalThis, { baseline: page });
socket.onopen = () =>
  hls.once(Hls.Events.FRAG_BUFFERED, () => document.body.dataset.ready = "");
