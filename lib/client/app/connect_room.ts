/**
 * What this page reports to its room, and what the system's own controls ask
 * of it.
 * @module
 */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Reaction, Room, Trouble } from "../../shared/room/protocol.ts";
import { t } from "../../shared/texts.ts";
import type { RoomModel } from "../model/room.ts";
import type { Playback, ScreenModel } from "../model/screen.ts";
import type { Layout } from "../model/discord.ts";
import { watchAttention } from "../people/attention_watch.ts";
import { keepLoaded } from "../page/on_demand.ts";
import { placeIn } from "../playback/live_place.ts";
import { NO_SYNC } from "../watching/sync_report.ts";
import type { Watching } from "../watching/watching.ts";
import type { RoomLink } from "../room/link.ts";
import { type News, newsBetween } from "../room/news.ts";
import { startReports } from "../room/reports.ts";

/** Options of {@linkcode connectReports}. */
export interface ReportsConnection {
  link: ReadonlySignal<RoomLink | null>;
  watching: ReadonlySignal<Watching | null>;
  room: ReadonlySignal<Room | null>;
  playback: ReadonlySignal<Playback>;
  layout: ReadonlySignal<Layout>;
  /** The server is of another build than this page. */
  isOutdated: ReadonlySignal<boolean>;
  /** What this viewer has shown over the picture last. */
  reaction: ReadonlySignal<Reaction | null>;
  /** Whether this person talks. */
  isSpeaking: ReadonlySignal<boolean>;
}

/** Reports how this viewer is doing. */
export function connectReports(options: ReportsConnection): () => void {
  const { link, watching, room, playback, layout, isSpeaking, isOutdated } =
    options;
  const attention = watchAttention({ layout, isSpeaking });
  const stop = startReports({
    link,
    // A server of another build refuses what it does not know.
    reaction: computed(() => isOutdated.value ? null : options.reaction.value),
    playback,
    report: computed(() => watching.value?.report.value ?? NO_SYNC),
    trouble: computed<Trouble | null>(() => {
      const screen = watching.value;
      if (!screen || !room.value?.video) return null;
      if (screen.mediaError.value !== null) return "cannot_play";
      if (screen.report.value.away === "person") return "paused_here";
      return screen.mismatchS.value === null ? null : "other_length";
    }),
    loadedId: computed(() => watching.value?.loadedId.value ?? null),
    media: () => watching.peek()?.media() ?? null,
    metrics: () => watching.peek()?.metrics() ?? null,
    // A server of another build may not know this field, and refuses what it does not know.
    player: () => isOutdated.peek() ? null : watching.peek()?.player() ?? null,
    watch: attention,
  });
  return () => {
    stop();
    attention.dispose();
  };
}

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

/** Lets media keys do what the page's own controls do, once there is a player. */
export function connectMediaKeys(
  { watching, room, screen }: {
    watching: ReadonlySignal<Watching | null>;
    room: RoomModel;
    screen: ScreenModel;
  },
): () => void {
  const keys = signal<{ dispose(): void } | null>(null);
  const hasPlayer = computed(() => watching.value !== null);
  return effect(() => {
    if (!hasPlayer.value) return;
    return keepLoaded(keys, {
      // Without it the page's own controls are there.
      async load() {
        const { startMediaSession } = await import("../input/media_session.ts");
        return () => ({
          dispose: startMediaSession({
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
          }),
        });
      },
    });
  });
}
