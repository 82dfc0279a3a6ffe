/**
 * Which tone when: what changed in the room, for who wants to hear it, and
 * never where silence is asked.
 * @module
 */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Room } from "../../shared/room/protocol.ts";
import type { Cue, SoundsModel } from "../model/sounds.ts";
import { recall, remember } from "../page/remembered.ts";
import { newsBetween } from "../room/news.ts";
import type { Tones } from "./tones.ts";

const KEY = "cowatch-sounds";

interface SoundsOptions {
  room: ReadonlySignal<Room | null>;
  /** Whether all who watch are together; `null` where nobody can tell. */
  isLocked: ReadonlySignal<boolean | null>;
  /** Whether the person wants it quiet now: muted, or lower while others talk. */
  isQuiet: ReadonlySignal<boolean>;
  /** Loads what sounds. @default {tones.ts} */
  load?: () => Promise<() => Tones>;
}

/** Makes the switch; nothing is loaded while it is off. `dispose()` ends it. @see SPEC U78 */
export function createSounds(
  { room, isLocked, isQuiet, load = loadTones }: SoundsOptions,
): SoundsModel & { dispose(): void } {
  const isOn = signal(recall(KEY) === "on");
  let tones: Tones | null = null;

  function play(cue: Cue): void {
    if (!isQuiet.peek()) tones?.play(cue);
  }

  const stopLoading = effect(() => {
    if (!isOn.value) return;
    let isOver = false;
    load().then(
      (make) => {
        if (!isOver) tones = make();
      },
      // Silence is no fault worth a word.
      () => {},
    );
    return () => {
      isOver = true;
      tones?.dispose();
      tones = null;
    };
  });
  let before: Room | null = null;
  const stopListening = effect(() => {
    const now = room.value;
    const cue = before && now ? cueBetween(before, now) : null;
    before = now;
    if (cue) play(cue);
  });
  let wasLocked: boolean | null = null;
  const stopLocking = effect(() => {
    const locked = isLocked.value;
    if (locked === true && wasLocked === false) play("locked");
    wasLocked = locked;
  });

  return {
    isOn,
    setOn(next) {
      isOn.value = next;
      remember(KEY, next ? "on" : "off");
    },
    dispose() {
      stopLoading();
      stopListening();
      stopLocking();
    },
  };
}

/** The tone of a change; of several the first is enough. */
function cueBetween(before: Room, now: Room): Cue | null {
  const { lastAction } = now;
  const isNew = lastAction !== null && before.epoch === now.epoch &&
    lastAction.rev !== before.lastAction?.rev;
  if (isNew && (lastAction.kind === "play" || lastAction.kind === "pause")) {
    return lastAction.kind;
  }
  for (const { kind } of newsBetween(before, now)) {
    if (kind === "joined" || kind === "left") return kind;
  }
  return null;
}

async function loadTones(): Promise<() => Tones> {
  const { createTones } = await import("./tones.ts");
  return createTones;
}
