/**
 * What a video has beside its media: asked for once there is a picture, which
 * nothing may delay. Plays are reported from here, where that is wished.
 * @module
 */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Extras } from "../../shared/video/extras.ts";
import { NO_EXTRAS } from "../../shared/video/extras_at.ts";
import type { Room } from "../../shared/room/protocol.ts";
import type { Api } from "../api/api.ts";
import type { Playback } from "../model/screen.ts";
import {
  createPlayReporter,
  type PlayReporter,
} from "../analytics/play_reporter.ts";
import type { PlayMoment } from "../analytics/play_session.ts";
import type { Watching } from "../watching/watching.ts";

/** Chapters and pictures of what is on. */
export interface BesideMedia {
  /** Of what is on. */
  extras: ReadonlySignal<Extras>;
  dispose(): void;
}

interface BesideMediaOptions {
  screen: Pick<Watching, "playback" | "report">;
  room: ReadonlySignal<Room | null>;
  api: Pick<Api, "extras" | "reportPlay">;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

/** How far behind live it is no more live, s. Source: KAVA, `dvrThreshold`. */
const DVR_S = 120;

/** A place as Kaltura's analytics have it: of a broadcast, how far from live. */
function placeOf(
  { position, duration, live }: Pick<
    Playback,
    "position" | "duration" | "live"
  >,
): Pick<PlayMoment, "position" | "duration" | "playback"> {
  if (!live) return { position, duration, playback: "vod" };
  const offset = Math.min(0, position - live.to);
  return {
    position: offset,
    duration: 0,
    playback: live.isOver || offset < -DVR_S ? "dvr" : "live",
  };
}

/** Begins; `dispose()` ends it. @see SPEC W40, W47 */
export function createBesideMedia(options: BesideMediaOptions): BesideMedia {
  const { screen, room, api } = options;
  const now = options.now ?? (() => performance.now());
  const found = signal<{ id: string; extras: Extras } | null>(null);
  const onId = computed(() => room.value?.video?.id ?? null);
  const hasPicture = computed(() => {
    const { status } = screen.report.value;
    return status === "in_sync" || status === "catching_up";
  });
  let askedId: string | null = null;
  let reporter: PlayReporter | null = null;
  let lastPosition = NaN;

  async function ask(id: string): Promise<void> {
    askedId = id;
    reporter?.dispose();
    reporter = null;
    // Without them the bar is a plain one; the film goes on either way.
    const extras = await api.extras(id).catch(() => NO_EXTRAS);
    if (askedId !== id) return;
    found.value = { id, extras };
    if (extras.reportsPlays) {
      reporter = createPlayReporter({
        send: (report) => api.reportPlay(id, report),
      });
    }
  }

  const disposers = [
    effect(() => {
      const id = onId.value;
      if (id !== null && hasPicture.value && id !== askedId) void ask(id);
    }),
    effect(() => {
      const { position, playing, buffering, ...shown } = screen.playback.value;
      const isWanted = playing && screen.report.value.away === null;
      const isMoving = isWanted && !buffering && position !== lastPosition;
      lastPosition = position;
      if (onId.value !== askedId) return;
      reporter?.look({
        nowMs: now(),
        isWanted,
        isMoving,
        ...placeOf({ position, ...shown }),
      });
    }),
  ];

  return {
    extras: computed(() =>
      found.value?.id === onId.value
        ? found.value?.extras ?? NO_EXTRAS
        : NO_EXTRAS
    ),
    dispose() {
      askedId = null;
      reporter?.dispose();
      for (const dispose of disposers) dispose();
    },
  };
}
