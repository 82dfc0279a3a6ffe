/**
 * Runs inside the browser: one player, and what it shows.
 * @module
 */
import { createHlsPlayer } from "../../lib/client/hls_player.ts";
import type { Player, PlayerEvent } from "../../lib/client/player.ts";

const video = document.createElement("video");
video.width = 640;
video.height = 360;
document.body.append(video);

let player: Player = createHlsPlayer(video);
let events: PlayerEvent[] = [];
player.on((event) => events.push(event));

/** Places that were on screen, one a frame, s. */
let frames: number[] = [];
const onFrame = (_now: number, meta: VideoFrameCallbackMetadata) => {
  frames.push(meta.mediaTime);
  video.requestVideoFrameCallback(onFrame);
};
video.requestVideoFrameCallback(onFrame);

/** How loud it is now at a frequency, 0 to 255. */
let analyser: AnalyserNode | null = null;
function loudness(hz: number): number {
  if (!analyser) {
    const context = new AudioContext();
    analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    context.createMediaElementSource(video).connect(analyser);
    analyser.connect(context.destination);
  }
  const bins = new Uint8Array(analyser.frequencyBinCount);
  analyser.getByteFrequencyData(bins);
  const width = analyser.context.sampleRate / analyser.fftSize;
  return bins[Math.round(hz / width)] ?? 0;
}

const harness = {
  /** Asks the test's server where the media is, as the app asks ours. */
  async load(entry: string, startAt = 0): Promise<void> {
    const ask = async () => {
      const response = await fetch(`/play?entry=${entry}`);
      if (!response.ok) throw new Error(`status ${response.status}`);
      return await response.text();
    };
    await player.load({
      videoId: entry,
      manifestUrl: await ask(),
      startAt,
      renew: ask,
    });
  },
  play: () => player.play(),
  pause: () => player.pause(),
  seek: (position: number) => player.seek(position),
  setRate: (rate: number) => player.setRate(rate),
  setMuted: (muted: boolean) => player.setMuted(muted),
  setLevel: (id: number | null) => player.setLevel(id),
  setTrack: (id: string | null) => player.setTrack(id),
  setSound: (id: string) => player.setSound(id),
  loudness,
  forget() {
    events = [];
    frames = [];
  },
  state() {
    const cues = [...video.textTracks].flatMap((track) =>
      track.mode === "showing" ? [...track.activeCues ?? []] : []
    );
    return {
      time: video.currentTime,
      paused: video.paused,
      rate: video.playbackRate,
      height: video.videoHeight,
      duration: video.duration,
      events,
      frames,
      levels: player.levels(),
      level: player.level(),
      tracks: player.tracks(),
      track: player.track(),
      sounds: player.sounds(),
      sound: player.sound(),
      cues: cues.map((cue) => (cue as VTTCue).text),
      sample: player.sample(),
    };
  },
  dispose() {
    player.dispose();
    player = createHlsPlayer(video);
    player.on((event) => events.push(event));
    events = [];
  },
};

/** The harness, as tests see it. */
export type Harness = typeof harness;
Object.assign(globalThis, { harness });
