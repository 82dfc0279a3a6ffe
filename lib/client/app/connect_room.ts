/**
 * What this page reports to its room.
 * @module
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Reaction, Room, Trouble } from "../../shared/room/protocol.ts";
import type { Playback } from "../model/screen.ts";
import type { Layout } from "../model/discord.ts";
import { watchAttention } from "../people/attention_watch.ts";
import { NO_SYNC } from "../watching/sync_report.ts";
import type { Watching } from "../watching/watching.ts";
import type { RoomLink } from "../room/link.ts";
import { startReports } from "../room/reports.ts";

interface ReportsConnection {
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
