/**
 * The music of the film, made of sines and noise: chords, a plucked melody with
 * an echo, and what one hears in each scene (sea, rain, train, birds).
 * @module
 */
import { FILM_S, SCENE_S } from "./times.ts";

/** Samples per second. */
const RATE = 44_100;
/** A bar of four beats, s; six of them make a scene. */
const BAR_S = SCENE_S / 6;
const STEP_S = BAR_S / 8;

/** Semitones from A3 (220 Hz), low to high, one chord a bar. */
const CHORDS = {
  d: [-7, 0, 5, 9, 14],
  bm: [-10, -3, 2, 5, 9],
  g: [-14, -2, 5, 7, 10],
  a: [-12, -5, 4, 7, 12],
  em: [-5, 2, 7, 10, 14],
  fsm: [-15, -3, 4, 9, 12],
} as const;
type Chord = keyof typeof CHORDS;

const SCORE: readonly (readonly Chord[])[] = [
  ["d", "g", "bm", "a", "g", "a"],
  ["bm", "g", "d", "a", "em", "a"],
  ["bm", "a", "g", "d", "em", "fsm"],
  ["g", "a", "d", "bm", "g", "d"],
];
/** Which note of the chord each of eight steps plucks; `null`: none. */
const PATTERNS: readonly (readonly (number | null)[])[] = [
  [1, null, 3, null, 4, null, 2, null],
  [2, 4, null, 3, null, 4, 1, null],
  [1, 2, 3, 4, 3, 4, 2, 3],
  [1, 3, 4, null, 4, 3, 2, 4],
];
const LOUDNESS = [0.5, 0.55, 0.75, 0.7] as const;

/** Two channels of the whole film, −1–1. */
interface Sound {
  left: Float32Array;
  right: Float32Array;
}

/** Composes all of it. */
export function compose(): Sound {
  const sound = silence();
  const dry = silence();
  SCORE.forEach((bars, scene) => {
    bars.forEach((chord, bar) => {
      const at = scene * SCENE_S + bar * BAR_S;
      pad(sound, at, { chord: CHORDS[chord], loud: 0.6 + 0.2 * scene });
      bass(sound, at, CHORDS[chord][0]);
      PATTERNS[scene]?.forEach((note, step) => {
        if (note === null) return;
        // The first bars leave room for the title.
        if (scene === 0 && bar === 0 && step < 4) return;
        pluck(dry, at + step * STEP_S, {
          semitone: (CHORDS[chord][note] ?? 0) + 12,
          loud: (LOUDNESS[scene] ?? 0.5) * (step % 4 === 0 ? 1 : 0.75),
          pan: Math.sin(step * 1.9 + bar) * 0.5,
        });
      });
    });
  });
  echo(dry);
  add(sound, dry, 0.55);
  surroundings(sound);
  return master(sound);
}

function silence(): Sound {
  const length = Math.round(FILM_S * RATE);
  return { left: new Float32Array(length), right: new Float32Array(length) };
}

function hz(semitone: number): number {
  return 220 * 2 ** (semitone / 12);
}

/** Long, soft notes, each of two slightly different strings. */
function pad(
  sound: Sound,
  at: number,
  { chord, loud }: { chord: readonly number[]; loud: number },
): void {
  const lasts = BAR_S + 1.6;
  chord.forEach((semitone, voice) => {
    for (const detune of [-0.0016, 0.0016]) {
      const step = 2 * Math.PI * hz(semitone) * (1 + detune) / RATE;
      const pan = Math.sign(detune) * (0.25 + 0.1 * voice);
      write(sound, { at, lasts, pan }, (n, s) => {
        const swell = Math.min(1, s / 1.1) * Math.min(1, (lasts - s) / 1.6);
        const phase = step * n;
        const bright = 0.5 + 0.3 * Math.sin(s * 1.3 + voice);
        return 0.03 * loud * swell * swell * (Math.sin(phase) +
          0.42 * bright * Math.sin(phase * 2) +
          0.2 * bright * Math.sin(phase * 3) +
          0.09 * bright * Math.sin(phase * 5));
      });
    }
  });
}

function bass(sound: Sound, at: number, semitone: number): void {
  const step = 2 * Math.PI * hz(semitone - 12) / RATE;
  write(sound, { at, lasts: BAR_S, pan: 0 }, (n, s) => {
    const swell = Math.min(1, s / 0.09) * Math.min(1, (BAR_S - s) / 0.7);
    return 0.095 * swell * (Math.sin(step * n) + 0.25 * Math.sin(step * n * 2));
  });
}

/** A struck string: its overtones die sooner than itself. */
function pluck(
  sound: Sound,
  at: number,
  { semitone, loud, pan }: { semitone: number; loud: number; pan: number },
): void {
  const step = 2 * Math.PI * hz(semitone) / RATE;
  write(sound, { at, lasts: 2.2, pan }, (n, s) => {
    const phase = step * n;
    const bell = 1.6 * Math.exp(-s * 7) * Math.sin(phase * 2);
    return 0.15 * loud * Math.min(1, s / 0.004) * Math.exp(-s * 2.6) *
      (Math.sin(phase + bell) + 0.2 * Math.exp(-s * 9) * Math.sin(phase * 4));
  });
}

/** Repeats, each softer and on the other side. */
function echo(sound: Sound): void {
  const { left, right } = sound;
  const back = Math.round(STEP_S * 3 * RATE);
  for (let n = back; n < left.length; n++) {
    const [l, r] = [left[n - back] ?? 0, right[n - back] ?? 0];
    left[n] = (left[n] ?? 0) + r * 0.44;
    right[n] = (right[n] ?? 0) + l * 0.44;
  }
}

function surroundings(sound: Sound): void {
  const random = noise();
  let [low, lower, high] = [0, 0, 0];
  const length = sound.left.length;
  for (let n = 0; n < length; n++) {
    const s = n / RATE;
    const white = random();
    low += (white - low) * 0.06;
    lower += (low - lower) * 0.06;
    high = white - low;
    const sea = inScene(s, 0) + inScene(s, 3) * 0.6;
    const wave = (0.5 + 0.5 * Math.sin(s * 0.83)) ** 2;
    const rain = inScene(s, 1);
    const train = inScene(s, 2);
    const ride = s % (STEP_S * 2);
    const knock = Math.exp(-ride * 26) +
      0.7 * Math.exp(-Math.max(0, ride - 0.17) * 30) * (ride > 0.17 ? 1 : 0);
    const value = sea * (0.16 * low * (0.25 + wave) + 0.012 * high * wave) +
      rain * (0.02 * high + 0.05 * low) +
      train * (0.5 * lower * (0.3 + knock) + 0.02 * high * knock);
    const side = 0.25 * Math.sin(s * 0.5);
    sound.left[n] = (sound.left[n] ?? 0) + value * (1 - side);
    sound.right[n] = (sound.right[n] ?? 0) + value * (1 + side);
  }
  for (const at of [69.5, 71.2, 74.9, 76.1, 79.6, 82.3, 84.4]) chirp(sound, at);
}

/** 0–1: how much of what is heard belongs to a scene. */
function inScene(s: number, scene: number): number {
  const from = scene * SCENE_S;
  const rise = scene === 0 ? Math.min(1, s / 2) : (s - from + 1.6) / 1.6;
  return Math.max(0, Math.min(1, rise, (from + SCENE_S - s) / 1.6));
}

function chirp(sound: Sound, at: number): void {
  for (let i = 0; i < 3; i++) {
    const pan = Math.sin(at * 3) * 0.7;
    write(sound, { at: at + i * 0.13, lasts: 0.09, pan }, (_, s) => {
      const swell = Math.sin(Math.PI * s / 0.09);
      const sweep = 3100 * s + 9000 * s * s + 60 * Math.sin(s * 190);
      return 0.02 * swell * Math.sin(2 * Math.PI * sweep);
    });
  }
}

/** Adds a note. @param value Of its n-th sample, s seconds after its start. */
function write(
  { left, right }: Sound,
  { at, lasts, pan }: { at: number; lasts: number; pan: number },
  value: (n: number, s: number) => number,
): void {
  const first = Math.round(at * RATE);
  const count = Math.min(Math.round(lasts * RATE), left.length - first);
  for (let n = 0; n < count; n++) {
    const sample = value(n, n / RATE);
    left[first + n] = (left[first + n] ?? 0) + sample * (1 - pan);
    right[first + n] = (right[first + n] ?? 0) + sample * (1 + pan);
  }
}

function add(sound: Sound, other: Sound, loud: number): void {
  for (let n = 0; n < sound.left.length; n++) {
    sound.left[n] = (sound.left[n] ?? 0) + (other.left[n] ?? 0) * loud;
    sound.right[n] = (sound.right[n] ?? 0) + (other.right[n] ?? 0) * loud;
  }
}

/** No sample beyond ±1, a quiet start and end. */
function master(sound: Sound): Sound {
  for (const channel of [sound.left, sound.right]) {
    for (let n = 0; n < channel.length; n++) {
      const s = n / RATE;
      const fade = Math.min(1, s / 1.5, (FILM_S - s) / 3);
      channel[n] = Math.tanh((channel[n] ?? 0) * 1.5) * 0.8 * fade;
    }
  }
  return sound;
}

/** White noise, −1–1, the same each time. */
function noise(): () => number {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 0x80000000;
  };
}

/** The sound as a WAV file of 16 bits. Source: RIFF WAVE, PCM. */
export function toWav({ left, right }: Sound): Uint8Array<ArrayBuffer> {
  const bytes = new ArrayBuffer(44 + left.length * 4);
  const view = new DataView(bytes);
  const text = (at: number, value: string) => {
    for (let i = 0; i < value.length; i++) {
      view.setUint8(at + i, value.charCodeAt(i));
    }
  };
  text(0, "RIFF");
  view.setUint32(4, bytes.byteLength - 8, true);
  text(8, "WAVE");
  text(12, "fmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 4, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, bytes.byteLength - 44, true);
  for (let n = 0; n < left.length; n++) {
    view.setInt16(44 + n * 4, (left[n] ?? 0) * 32_767, true);
    view.setInt16(46 + n * 4, (right[n] ?? 0) * 32_767, true);
  }
  return new Uint8Array(bytes);
}
