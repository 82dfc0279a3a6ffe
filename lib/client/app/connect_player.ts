/**
 * The player and what lies beside it, loaded when they are needed, and what
 * they are given from then on.
 * @module
 */
import { effect, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Room } from "../../shared/room/protocol.ts";
import type { Api } from "../api/api.ts";
import { keepLoaded } from "../page/on_demand.ts";
import type { RoomLink } from "../room/link.ts";
import type { BesideMedia } from "../playback/beside_media.ts";
import type { Watching, WatchOptions } from "../watching/watching.ts";

/** `null` until there is a player. */
type Screen = ReadonlySignal<Watching | null>;

interface PlayerConnection extends Pick<WatchOptions, "onFault"> {
  watching: Signal<Watching | null>;
  element: ReadonlySignal<HTMLVideoElement | null>;
  link: ReadonlySignal<RoomLink | null>;
  api: Pick<Api, "play" | "session">;
  /** The player's code did not come. */
  onFailed(): void;
}

/** Loads the player once there is a room and an element to show it in. */
export function connectPlayer(options: PlayerConnection): () => void {
  const { watching, element, link, api, onFault, onFailed } = options;
  return effect(() => {
    const video = element.value;
    const current = link.value;
    if (!video || !current) return;
    return keepLoaded(watching, {
      async load() {
        const { watch } = await import("../watching/watching.ts");
        return () =>
          watch({
            video,
            roomNow: current.roomNow,
            findMedia: api.play,
            findKs: api.session,
            ...(onFault ? { onFault } : {}),
          });
      },
      onFailed,
    });
  });
}

/** Loads what a video has beside its media: nothing of it is needed before there is a picture. */
export function connectBesideMedia(
  { beside, watching, room, api }: {
    beside: Signal<BesideMedia | null>;
    watching: Screen;
    room: ReadonlySignal<Room | null>;
    api: Pick<Api, "extras" | "reportPlay">;
  },
): () => void {
  return effect(() => {
    const screen = watching.value;
    if (!screen) return;
    return keepLoaded(beside, {
      // Without it the bar is a plain one.
      async load() {
        const { createBesideMedia } = await import(
          "../playback/beside_media.ts"
        );
        return () => createBesideMedia({ screen, room, api });
      },
    });
  });
}

/** Has the player follow the room. */
export function connectTimeline(
  watching: Screen,
  room: ReadonlySignal<Room | null>,
): () => void {
  return effect(() => {
    const current = room.value;
    if (!current) return;
    watching.value?.follow(current.timeline, {
      on: current,
      nextId: current.queue[0]?.video.id ?? null,
    });
  });
}
