/**
 * This viewer's part in the ready gate: says when they are ready, and when
 * their picture has stood still for long.
 * @module
 */
import { effect, type ReadonlySignal } from "@preact/signals";
import { STALL_MS } from "../../shared/limits.ts";
import type { Room } from "../../shared/room/protocol.ts";
import type { RoomLink } from "./link.ts";
import type { Watching } from "../watching/watching.ts";

/** Time between looks at the player, ms. Chosen: adds little to a wait of hundreds. */
const LOOK_MS = 50;

interface GatekeeperOptions {
  room: ReadonlySignal<Room | null>;
  myId: ReadonlySignal<string | null>;
  link: ReadonlySignal<RoomLink | null>;
  watching: ReadonlySignal<Watching | null>;
}

/** Begins; the result ends it. */
export function startGatekeeper(options: GatekeeperOptions): () => void {
  const { room, myId, link, watching } = options;
  const disposers = [
    effect(() => {
      const { gate } = room.value ?? {};
      const id = myId.value;
      const screen = watching.value;
      if (!gate || !screen || id === null || !gate.waitingFor.includes(id)) {
        return;
      }
      const look = () => {
        if (screen.isReady()) {
          link.peek()?.send({ type: "ready", rev: gate.rev });
        }
      };
      // Said again until the room has heard it: the patch ends this effect.
      const timer = setInterval(look, LOOK_MS * 4);
      const first = setInterval(() => {
        if (!screen.isReady()) return;
        clearInterval(first);
        look();
      }, LOOK_MS);
      return () => {
        clearInterval(timer);
        clearInterval(first);
      };
    }),
    effect(() => {
      // Who still loads joins the others later; only who had the picture stops them.
      const isStalled = watching.value?.playback.value.buffering === true &&
        watching.value.report.value.status !== "loading";
      const isPlaying = room.value?.timeline.playing ?? false;
      if (!isStalled || !isPlaying) return;
      const timer = setTimeout(
        () => link.peek()?.send({ type: "stalled" }),
        STALL_MS,
      );
      return () => clearTimeout(timer);
    }),
  ];
  return () => {
    for (const dispose of disposers) dispose();
  };
}
