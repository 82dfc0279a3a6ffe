/**
 * Media keys, headsets and the system's own controls: they show what is on,
 * and act as the big button does.
 * @module
 */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { Room } from "../../shared/room/protocol.ts";
import type { PrimaryAction } from "../model/screen.ts";
import { SEEK_STEP_S } from "./shortcuts.ts";

interface MediaSessionOptions {
  room: ReadonlySignal<Room | null>;
  mayControl: ReadonlySignal<boolean>;
  /** What the big button does now. */
  primaryAction(): PrimaryAction | null;
  perform(action: PrimaryAction): void;
  /** @param seconds Negative: back. */
  seekBy(seconds: number): void;
  playNext(itemId: string): void;
}

/**
 * Begins; the result ends it. Without the browser's support it does nothing.
 * @see SPEC W27
 */
export function startMediaSession(options: MediaSessionOptions): () => void {
  if (!("mediaSession" in navigator)) return () => {};
  const { mediaSession } = navigator;
  const { room, mayControl, primaryAction, perform } = options;
  const set = (
    action: MediaSessionAction,
    handler: MediaSessionActionHandler | null,
  ) => {
    try {
      mediaSession.setActionHandler(action, handler);
    } catch {
      // The specification's way to say that this browser lacks the action.
    }
  };
  const only = (...wanted: PrimaryAction[]) => () => {
    const now = primaryAction();
    if (now !== null && wanted.includes(now)) perform(now);
  };
  const disposers = [
    effect(() => {
      const { video } = room.value ?? {};
      const src = video?.thumbnailUrl;
      mediaSession.metadata = video
        ? new MediaMetadata({
          title: video.title,
          artist: "Cowatch",
          artwork: src === undefined ? [] : [{ src }],
        })
        : null;
    }),
    effect(() => {
      const hasVideo = Boolean(room.value?.video);
      set("play", hasVideo ? only("play", "again", "back") : null);
      set("pause", hasVideo ? only("pause", "pause_here") : null);
    }),
    effect(() => {
      const seekBy = (sign: number) =>
      ({ seekOffset }: {
        seekOffset?: number;
      }) => options.seekBy(sign * (seekOffset ?? SEEK_STEP_S));
      const may = mayControl.value;
      set("seekbackward", may ? seekBy(-1) : null);
      set("seekforward", may ? seekBy(1) : null);
    }),
    effect(() => {
      const [next] = room.value?.queue ?? [];
      set(
        "nexttrack",
        next && mayControl.value ? () => options.playNext(next.id) : null,
      );
    }),
  ];
  return () => {
    for (const dispose of disposers) dispose();
    mediaSession.metadata = null;
    for (const action of ACTIONS) set(action, null);
  };
}

const ACTIONS = [
  "play",
  "pause",
  "seekbackward",
  "seekforward",
  "nexttrack",
] as const;
