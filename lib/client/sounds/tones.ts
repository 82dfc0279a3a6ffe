/**
 * The tones themselves: sines that swell and fade, made by the browser. Loaded
 * only where somebody has switched them on.
 * @module
 */
import type { Cue } from "../model/sounds.ts";

/** Loudest that a tone gets (1 is full). Chosen: under speech at talking level. */
const GAIN = 0.05;
/** How long a note rings, s. Chosen: heard beside speech, over before the next word. */
const NOTE_S = 0.28;
/** From silence to its loudest, s. Chosen: shorter clicks. */
const ATTACK_S = 0.02;

/** Notes of each: pitch in Hz, and when it begins, s. Up is good news, down is the end of something. */
const NOTES: Readonly<Record<Cue, readonly (readonly [number, number])[]>> = {
  joined: [[523.25, 0], [659.25, 0.09]],
  left: [[659.25, 0], [523.25, 0.09]],
  play: [[587.33, 0]],
  pause: [[440, 0]],
  locked: [[783.99, 0], [987.77, 0.07], [1174.66, 0.14]],
};

/** Plays tones. */
export interface Tones {
  play(cue: Cue): void;
  dispose(): void;
}

/** Opens what the browser makes sound with; before a first tap it stays silent. @param open For tests. */
export function createTones(
  open: () => AudioContext = () => new AudioContext(),
): Tones {
  const context = open();
  return {
    play(cue) {
      // A page that nobody has touched yet may not sound; it may later.
      if (context.state === "suspended") void context.resume().catch(() => {});
      for (const [pitchHz, delayS] of NOTES[cue]) {
        const at = context.currentTime + delayS;
        const note = context.createOscillator();
        const volume = context.createGain();
        note.frequency.value = pitchHz;
        volume.gain.setValueAtTime(0, at);
        volume.gain.linearRampToValueAtTime(GAIN, at + ATTACK_S);
        volume.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_S);
        note.connect(volume).connect(context.destination);
        note.start(at);
        note.stop(at + NOTE_S);
      }
    },
    dispose: () => void context.close().catch(() => {}),
  };
}
