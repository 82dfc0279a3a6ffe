/**
 * What is told of the people of a room, and what the system's own controls ask
 * of it: nothing that the first frame needs.
 * @module
 */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { Room } from "../../shared/room/protocol.ts";
import { t } from "../../shared/texts.ts";
import { startMediaSession } from "../input/media_session.ts";
import type { RoomModel } from "../model/room.ts";
import type { ScreenModel } from "../model/screen.ts";
import { placeIn } from "../playback/live_place.ts";
import { type News, newsBetween } from "../room/news.ts";

/** Says who came, who went, and who became host. @see SPEC U67 */
export function connectNews(
  { room, myId, tell }: {
    room: ReadonlySignal<Room | null>;
    myId: ReadonlySignal<string | null>;
    tell(text: string): void;
  },
): () => void {
  let before: Room | null = null;
  return effect(() => {
    const now = room.value;
    const news = before && now ? newsBetween(before, now) : [];
    before = now;
    for (const one of news) tell(wordsOf(one, myId.peek()));
  });
}

function wordsOf(news: News, myId: string | null): string {
  if (news.kind === "host") {
    const { id, name } = news;
    return id === myId ? t().news.youAreHost : t().news.newHost({ name });
  }
  const [name = "", ...others] = news.names;
  const count = others.length;
  if (news.kind === "joined") {
    return count === 0
      ? t().news.joined({ name })
      : t().news.joinedMore({ name, count });
  }
  return count === 0
    ? t().news.left({ name })
    : t().news.leftMore({ name, count });
}

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
