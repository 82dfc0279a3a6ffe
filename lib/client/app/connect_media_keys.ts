/**
 * What the system's own controls ask of the room: nothing that the first frame
 * needs.
 * @module
 */
import { startMediaSession } from "../input/media_session.ts";
import type { RoomModel } from "../model/room.ts";
import type { ScreenModel } from "../model/screen.ts";
import { placeIn } from "../playback/live_place.ts";

/** Lets media keys do what the page's own controls do. */
export function connectMediaKeys(
  { room, screen }: { room: RoomModel; screen: ScreenModel },
): () => void {
  return startMediaSession({
    room: room.current,
    mayControl: room.mayControl,
    primaryAction: () => screen.primaryAction.peek(),
    perform: screen.perform,
    seekBy(seconds) {
      const now = screen.playback.peek();
      room.send({
        type: "seek",
        position: placeIn(now, now.position + seconds),
      });
    },
    playNext: (itemId) => room.send({ type: "play_item", itemId }),
  });
}
