/**
 * What goes on with a person's visit while the page is open.
 * @module
 */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { RoomModel } from "../model/room.ts";
import type { Entrance } from "../session/entrance.ts";
import { t } from "../../shared/texts.ts";

/** Ends the wait when the room is there, and the visit when the room refuses it. */
export function connectArrival(
  entrance: Entrance,
  room: ReadonlySignal<unknown>,
): () => void {
  return effect(() => {
    const link = entrance.link.value;
    if (!link) return;
    const refusal = link.refusal.value;
    if (link.connection.value === "refused") {
      entrance.fail(
        refusal?.reason ?? t().session.notLetIn,
        refusal?.code ?? undefined,
      );
    } else if (room.value) entrance.arrived();
  });
}

/** Opens a link's video where the room has none yet. @see SPEC P19 */
export function connectLinkedVideo(
  entrance: Entrance,
  room: Pick<RoomModel, "current" | "mayControl" | "send">,
): () => void {
  let isOffered = false;
  return effect(() => {
    const isReady = entrance.phase.value.step === "ready";
    if (!isReady || isOffered || !room.mayControl.value) return;
    isOffered = true;
    const videoId = entrance.launch()?.link.videoId ?? null;
    if (videoId !== null && !room.current.peek()?.video) {
      room.send({ type: "load", videoId });
    }
  });
}
