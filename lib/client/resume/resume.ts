/**
 * Where a film was left: whoever has the remote remembers it on their own
 * device, and finds it there when nothing is on in the same channel.
 * @module
 */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Command, Room } from "../../shared/room/protocol.ts";
import { realTimers, type Timers } from "../../shared/timers.ts";
import { targetAt } from "../../sync/target.ts";
import type { ResumeModel } from "../model/resume.ts";
import { recall, remember } from "../page/remembered.ts";
import {
  isUnfinished,
  readUnfinished,
  type Unfinished,
  withoutPlace,
  withUnfinished,
} from "./unfinished.ts";

const KEY = "cowatch-unfinished";
/** Time between two notes of the place while a film plays, ms. Chosen: what is lost is seen again in a moment. */
const NOTE_MS = 5000;

interface ResumeOptions {
  room: ReadonlySignal<Room | null>;
  mayControl: ReadonlySignal<boolean>;
  /** Where the person is: the channel, else the instance. */
  placeId(): string | null;
  /** Room time, ms; `null` while unknown. */
  roomNow(): number | null;
  send(command: Command): void;
  /** This device's clock, ms since epoch. @default Date.now */
  wallMs?: () => number;
  /** @default {the browser's} */
  timers?: Timers;
}

/** Begins to remember; `dispose()` ends it. @see SPEC U77 */
export function createResume(
  options: ResumeOptions,
): ResumeModel & { dispose(): void } {
  const { room, mayControl, wallMs = Date.now } = options;
  const { timers = realTimers } = options;
  const read = () => readUnfinished(recall(KEY), wallMs());
  const kept = signal<readonly Unfinished[]>(read());
  const left = computed(() => {
    const placeId = room.value && options.placeId();
    return kept.value.find((one) => one.placeId === placeId) ?? null;
  });

  function write(entries: readonly Unfinished[]): void {
    kept.value = entries;
    remember(KEY, JSON.stringify(entries));
  }

  function forget(): void {
    // Read anew: another page may have written meanwhile.
    write(withoutPlace(read(), options.placeId() ?? ""));
  }

  /** Writes down where the room's film is, or that it is over. */
  function note(): void {
    const now = room.peek();
    const roomNowMs = options.roomNow();
    const placeId = options.placeId();
    if (!now?.video || roomNowMs === null || placeId === null) return;
    if (now.media?.kind !== "recorded" || !mayControl.peek()) return;
    const { video: { id, title, thumbnailUrl }, timeline, media } = now;
    const { duration } = media;
    const position = targetAt(timeline, { roomNowMs, duration });
    if (!isUnfinished(position, duration)) {
      if (left.peek()?.videoId === id) forget();
      return;
    }
    write(withUnfinished(read(), {
      placeId,
      videoId: id,
      title,
      ...(thumbnailUrl === undefined ? {} : { thumbnailUrl }),
      position: Math.floor(position),
      leftAtMs: wallMs(),
    }));
  }

  const stopNoting = timers.every(NOTE_MS, note);
  // A pause and a seek are noted as they come.
  const stop = effect(() => {
    if (room.value?.timeline) note();
  });
  addEventListener("pagehide", note);

  return {
    offer: computed(() =>
      room.value && !room.value.video && mayControl.value ? left.value : null
    ),
    goOn() {
      const { videoId, position } = left.peek() ?? {};
      if (videoId === undefined || position === undefined) return;
      options.send({ type: "load", videoId, position });
    },
    dismiss: forget,
    dispose() {
      stopNoting();
      stop();
      removeEventListener("pagehide", note);
    },
  };
}
