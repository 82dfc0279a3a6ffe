/**
 * Runs inside the browser: one player, and what it shows.
 * @module
 */
import "../support/english.ts";
import { createElementPlayer } from "../../lib/client/player/element_player.ts";
import { createHlsPlayer } from "../../lib/client/player/hls/player.ts";
import { feedNatively } from "../../lib/client/player/hls/native_feed.ts";
import { createPlaykitPlayer } from "../../lib/client/player/playkit/player.ts";
import type { CaptionFile } from "../../lib/shared/video/video.ts";
import type { Player, PlayerEvent } from "../../lib/client/player/player.ts";

const stage = document.createElement("div");
stage.style.cssText = "width:640px;height:360px";
const placed = document.createElement("video");
placed.style.cssText = "width:100%;height:100%";
stage.append(placed);
document.body.append(stage);

/** The engine under test is in the address. */
const engine = new URLSearchParams(location.search).get("engine") ?? "hls";
const make = () => {
  if (engine === "playkit") return createPlaykitPlayer(placed);
  if (engine === "hls") return createHlsPlayer(placed);
  // What a browser does that has no Media Source Extensions.
  const feed = (...[video, options]: Parameters<typeof feedNatively>) =>
    Promise.resolve(feedNatively(video, options));
  return createElementPlayer(placed, { engine: "hls", feed });
};
let player: Player = make();
let events: PlayerEvent[] = [];
player.on((event) => events.push(event));

/** The element on screen: Kaltura's player brings its own. */
const video = () =>
  document.querySelector<HTMLVideoElement>("div div video") ??
    document.querySelector<HTMLVideoElement>("video:not([hidden])") ?? placed;

/** Places that were on screen, one a frame, s. */
let frames: number[] = [];
let watched: HTMLVideoElement | null = null;
(function watch() {
  const now = video();
  if (now !== watched) {
    watched = now;
    const onFrame = (_now: number, meta: VideoFrameCallbackMetadata) => {
      frames.push(meta.mediaTime);
      now.requestVideoFrameCallback(onFrame);
    };
    now.requestVideoFrameCallback(onFrame);
  }
  requestAnimationFrame(watch);
})();

/** How loud it is now at a frequency, 0 to 255. */
let analyser: AnalyserNode | null = null;
function loudness(hz: number): number {
  if (!analyser) {
    const context = new AudioContext();
    analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    context.createMediaElementSource(video()).connect(analyser);
    analyser.connect(context.destination);
  }
  const bins = new Uint8Array(analyser.frequencyBinCount);
  analyser.getByteFrequencyData(bins);
  const width = analyser.context.sampleRate / analyser.fftSize;
  return bins[Math.round(hz / width)] ?? 0;
}

const harness = {
  /** Asks the test's server where the media is, as the app asks ours. */
  async load(
    entry: string,
    startAt = 0,
    captions?: readonly CaptionFile[],
  ): Promise<void> {
    const ask = async () => {
      const response = await fetch(`/play?entry=${entry}`);
      if (!response.ok) throw new Error(`status ${response.status}`);
      const answer: { manifestUrl: string; playUrl: string } = await response
        .json();
      return answer;
    };
    const { manifestUrl, playUrl } = await ask();
    await player.load({
      videoId: entry,
      manifestUrl,
      playUrl,
      startAt,
      captions,
      async findKs() {
        const { ks } = await (await fetch("/ks")).json();
        return ks;
      },
      renew: ask,
    });
  },
  play: () => player.play(),
  pause: () => player.pause(),
  seek: (position: number) => player.seek(position),
  setRate: (rate: number) => player.setRate(rate),
  setMuted: (muted: boolean) => player.setMuted(muted),
  setQuality: (id: number | null) => player.choices.setQuality(id),
  setCaptionTrack: (id: string | null) => player.choices.setCaptionTrack(id),
  setAudioTrack: (id: string) => player.choices.setAudioTrack(id),
  loudness,
  forget() {
    events = [];
    frames = [];
  },
  state() {
    const shown = video();
    const cues = [...shown.textTracks].flatMap((track) =>
      track.mode === "showing" ? [...track.activeCues ?? []] : []
    );
    return {
      time: shown.currentTime,
      paused: shown.paused,
      rate: shown.playbackRate,
      height: shown.videoHeight,
      duration: shown.duration,
      events,
      frames,
      ...player.choices.now(),
      cues: cues.map((cue) => (cue as VTTCue).text),
      sample: player.sample(),
    };
  },
  dispose() {
    player.dispose();
    player = make();
    player.on((event) => events.push(event));
    events = [];
  },
};

/** The harness, as tests see it. */
export type Harness = typeof harness;
Object.assign(globalThis, { harness });
