/**
 * What a person asks of the room and of their own screen, shown at once: until
 * the room has answered, a press counts as done.
 * @module
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Command, Room } from "../../shared/room/protocol.ts";
import {
  NO_PLAYBACK,
  type Playback,
  type PrimaryAction,
} from "../model/screen.ts";
import { primaryActionOf } from "../playback/remote.ts";
import type { RoomLink } from "./link.ts";
import type { Watching } from "../watching/watching.ts";

/** How long a press is shown before the room confirms it, ms. Chosen: longer than the longest lead and a slow way. */
const PRESS_SHOWN_MS = 3000;
/** Commands that change what is on screen. */
const SHOWS: ReadonlySet<Command["type"]> = new Set([
  "play",
  "pause",
  "seek",
  "load",
  "play_item",
]);

interface CommandsOptions {
  room: ReadonlySignal<Room | null>;
  link: ReadonlySignal<RoomLink | null>;
  watching: ReadonlySignal<Watching | null>;
  mayControl: ReadonlySignal<boolean>;
}

/** A person's presses, and what the screen shows because of them. */
export interface Commands {
  /** What the screen shows, presses included. */
  playback: ReadonlySignal<Playback>;
  /** What the big button does now. */
  primaryAction: ReadonlySignal<PrimaryAction | null>;
  perform(action: PrimaryAction): void;
  send(command: Command): void;
  dispose(): void;
}

/** Makes them; nothing runs before the first command. */
export function createCommands(options: CommandsOptions): Commands {
  const { room, link, watching, mayControl } = options;
  const pressed = signal<{ playing: boolean; rev: number } | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const playback = computed(() => {
    const now = watching.value?.playback.value ?? NO_PLAYBACK;
    const last = pressed.value;
    return last && room.value?.rev === last.rev
      ? { ...now, playing: last.playing }
      : now;
  });
  const isAway = computed(() => watching.value?.report.value.away === "person");
  const leftS = computed(() => {
    const { position, duration } = playback.value;
    return duration > 0 ? duration - position : Infinity;
  });
  const primaryAction = computed(() =>
    primaryActionOf({
      hasVideo: Boolean(room.value?.video),
      mayControl: mayControl.value,
      playing: playback.value.playing,
      leftS: leftS.value,
      isAway: isAway.value,
    })
  );

  function send(command: Command) {
    const { rev } = room.peek() ?? {};
    const isPress = command.type === "play" || command.type === "pause";
    // What cannot be sent now is not shown as done.
    const isOpen = link.peek()?.connection.peek() === "open";
    if (isPress && isOpen && rev !== undefined) {
      pressed.value = { playing: command.type === "play", rev };
      clearTimeout(timer);
      timer = setTimeout(() => pressed.value = null, PRESS_SHOWN_MS);
    }
    // Who puts something on wants to see it.
    if (isAway.peek() && SHOWS.has(command.type)) watching.peek()?.resync();
    link.peek()?.command(command);
  }

  return {
    playback,
    primaryAction,
    send,
    perform(action) {
      switch (action) {
        case "play":
        case "pause":
          return send({ type: action });
        case "again":
          return send({ type: "play" });
        case "pause_here":
          return watching.peek()?.pauseHere();
        case "back":
          return watching.peek()?.resync();
      }
    },
    dispose: () => clearTimeout(timer),
  };
}
