/**
 * Who comes and goes, while this page is here: said once, and kept in a short
 * list. Loaded after the first frame.
 * @module
 */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Room } from "../../shared/room/protocol.ts";
import { t } from "../../shared/texts.ts";
import type { Visit, VisitsModel } from "../model/visits.ts";
import { type News, newsBetween } from "./news.ts";
import { visitsAfter } from "./visits.ts";

interface NewsDeskOptions {
  room: ReadonlySignal<Room | null>;
  myId: ReadonlySignal<string | null>;
  tell(text: string): void;
  /** ms since epoch, as people read it. @default {Date.now} */
  now?: () => number;
}

/** Opens it; `dispose()` ends it. @see SPEC U67, U83 */
export function openNewsDesk(
  { room, myId, tell, now = Date.now }: NewsDeskOptions,
): VisitsModel & { dispose(): void } {
  const visits = signal<readonly Visit[]>([]);
  let before: Room | null = null;
  const dispose = effect(() => {
    const after = room.value;
    const earlier = before;
    before = after;
    if (!earlier || !after) return;
    visits.value = visitsAfter(visits.peek(), {
      before: earlier,
      after,
      atMs: now(),
    });
    for (const one of newsBetween(earlier, after)) {
      tell(wordsOf(one, myId.peek()));
    }
  });
  return { list: visits, dispose };
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
