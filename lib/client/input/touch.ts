/**
 * Fingers on the picture that leap.
 * @module
 */
import type { AppModel } from "../model/app_model.ts";
import { placeIn } from "../playback/live_place.ts";
import { flashLeap } from "./flash_figures.ts";
import { isTouchOfPicture } from "../page/fullscreen.ts";
import { SEEK_LEAP_S } from "./shortcuts.ts";
import { meaningOfTap, type Tap } from "./taps.ts";

/** Leaps at two taps, for whoever has the remote. @returns The disposer. @see SPEC U63 */
export function watchTaps(model: AppModel): () => void {
  let last: Tap | null = null;
  const look = (event: PointerEvent) => {
    if (!isTouchOfPicture(event)) return;
    const tap = { at: event.clientX / innerWidth, atMs: event.timeStamp };
    const meaning = meaningOfTap(tap, last);
    last = tap;
    if (meaning === "left") leapBy(model, -SEEK_LEAP_S);
    else if (meaning === "right") leapBy(model, SEEK_LEAP_S);
  };
  addEventListener("pointerup", look);
  return () => removeEventListener("pointerup", look);
}

function leapBy({ room, screen, discord }: AppModel, seconds: number): void {
  if (!room.mayControl.value || !room.current.value?.video) return;
  const playback = screen.playback.value;
  const position = placeIn(playback, playback.position + seconds);
  room.send({ type: "seek", position });
  flashLeap(seconds, discord.locale.value);
}
