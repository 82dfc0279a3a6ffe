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
  switch (news.kind) {
    case "host": {
      const { id, name } = news;
      return id === myId ? t().news.youAreHost : t().news.newHost({ name });
    }
    case "joined":
      return ofPeople(news.names, {
        one: t().news.joined,
        more: t().news.joinedMore,
      });
    case "left":
      return ofPeople(news.names, {
        one: t().news.left,
        more: t().news.leftMore,
      });
    case "missing":
      return ofPeople(news.names, {
        one: t().check.missing,
        more: t().check.missingMore,
      });
    case "back":
      return t().check.allBack;
  }
}

/** What is said of one person, or of one by name and of how many besides. */
function ofPeople(
  [name = "", ...others]: readonly string[],
  { one, more }: {
    one: (values: { name: string }) => string;
    more: (values: { name: string; count: number }) => string;
  },
): string {
  const count = others.length;
  return count === 0 ? one({ name }) : more({ name, count });
}
