import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { Action, Room } from "../../shared/room/protocol.ts";
import { fakeRoom } from "../../../tests/support/fake_app_model.ts";
import { createSounds } from "./sounds.ts";
import { createTones, type Tones } from "./tones.ts";

const [ADA, BEN] = fakeRoom().members;

function world() {
  const room = signal<Room | null>(fakeRoom());
  const isLocked = signal<boolean | null>(null);
  const isQuiet = signal(false);
  const heard: string[] = [];
  let loads = 0;
  const sounds = createSounds({
    room,
    isLocked,
    isQuiet,
    load() {
      loads++;
      const tones: Tones = {
        play: (cue) => heard.push(cue),
        dispose: () => heard.push("closed"),
      };
      return Promise.resolve(() => tones);
    },
  });
  let rev = 1;
  return {
    sounds,
    isLocked,
    isQuiet,
    change(over: Partial<Room>) {
      rev++;
      room.value = { ...room.value ?? fakeRoom(), ...over, rev };
    },
    act(kind: Action["kind"]) {
      rev++;
      const lastAction = { by: "ada", username: "Ada", kind, rev };
      room.value = { ...fakeRoom(), lastAction, rev };
    },
    loads: () => loads,
    async heard() {
      await Promise.resolve();
      await Promise.resolve();
      return heard.splice(0);
    },
  };
}

Deno.test("[U78] sounds are off until somebody wants them, and then nothing of them is loaded", async () => {
  localStorage.clear();
  const { sounds, act, change, isLocked, loads, heard } = world();
  assertEquals(sounds.isOn.value, false);
  act("pause");
  change({ members: ADA ? [ADA] : [] });
  isLocked.value = false;
  isLocked.value = true;
  assertEquals([await heard(), loads()], [[], 0]);
  sounds.setOn(true);
  assertEquals([await heard(), loads()], [[], 1]);
  act("pause");
  assertEquals(await heard(), ["pause"]);
  sounds.setOn(false);
  act("play");
  assertEquals([await heard(), loads()], [["closed"], 1]);
  sounds.dispose();
});

Deno.test("[U78] who comes and goes, play, pause, and the moment when all are together have each a tone; nothing else", async () => {
  localStorage.setItem("cowatch-sounds", "on");
  const { sounds, act, change, isLocked, heard } = world();
  assertEquals(await heard(), []);
  change({ members: ADA ? [ADA] : [] });
  change({ members: ADA && BEN ? [ADA, BEN] : [] });
  act("play");
  act("pause");
  for (const kind of ["seek", "suggest", "rate", "ask_remote"] as const) {
    act(kind);
  }
  isLocked.value = true;
  isLocked.value = false;
  isLocked.value = true;
  isLocked.value = true;
  assertEquals(await heard(), ["left", "joined", "play", "pause", "locked"]);
  sounds.dispose();
  localStorage.clear();
});

Deno.test("[U78] where silence is asked there is none: muted, and while others talk for who wants it lower", async () => {
  localStorage.setItem("cowatch-sounds", "on");
  const { sounds, act, isQuiet, heard } = world();
  await heard();
  isQuiet.value = true;
  act("play");
  assertEquals(await heard(), []);
  isQuiet.value = false;
  act("pause");
  assertEquals(await heard(), ["pause"]);
  sounds.dispose();
  localStorage.clear();
});

Deno.test("[U78] a tone is quiet, short, and ends by itself", () => {
  const notes: { from: number; to: number; peak: number }[] = [];
  const context = {
    state: "running",
    currentTime: 10,
    destination: {},
    createOscillator() {
      const note = { from: 0, to: 0, peak: 0 };
      notes.push(note);
      return {
        frequency: { value: 0 },
        connect: (next: unknown) => next,
        start: (at: number) => note.from = at,
        stop: (at: number) => note.to = at,
      };
    },
    createGain: () => ({
      gain: {
        setValueAtTime() {},
        linearRampToValueAtTime(value: number) {
          const note = notes.at(-1);
          if (note) note.peak = value;
        },
        exponentialRampToValueAtTime() {},
      },
      connect: (next: unknown) => next,
    }),
    close: () => Promise.resolve(),
  };
  const tones = createTones(() => context as unknown as AudioContext);
  for (const cue of ["joined", "left", "play", "pause", "locked"] as const) {
    tones.play(cue);
  }
  assertEquals(notes.length, 9);
  for (const { from, to, peak } of notes) {
    assertEquals([from >= 10, to > from, to <= 10.5], [true, true, true]);
    assertEquals(peak > 0 && peak <= 0.1, true);
  }
  tones.dispose();
});
