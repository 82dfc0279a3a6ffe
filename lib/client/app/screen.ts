/**
 * What islands see of this viewer's screen.
 * @module
 */
import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Room } from "../../shared/room/protocol.ts";
import { NO_EXTRAS } from "../../shared/video/extras_at.ts";
import type { ChoicesModel } from "../model/choices.ts";
import { NO_CHOICES } from "../player/choices.ts";
import type { ScreenModel, SyncState } from "../model/screen.ts";
import type { Phase } from "../model/session.ts";
import type { Commands } from "../room/commands.ts";
import type { RoomLink } from "../room/link.ts";
import type { BesideMedia } from "../playback/beside_media.ts";
import { NO_SYNC } from "../watching/sync_report.ts";
import { viewerStatusOf } from "../playback/status.ts";
import { waitedForIn } from "../../shared/room/ready_check.ts";
import type { Watching } from "../watching/watching.ts";

interface ScreenOptions {
  watching: ReadonlySignal<Watching | null>;
  beside: ReadonlySignal<BesideMedia | null>;
  link: ReadonlySignal<RoomLink | null>;
  commands: Pick<Commands, "playback" | "primaryAction" | "perform">;
  room: ReadonlySignal<Room | null>;
  phase: ReadonlySignal<Phase>;
  /** Takes the element in which the video is shown. */
  element: Signal<HTMLVideoElement | null>;
}

/** Makes the screen's model; nothing runs before there is a player. */
export function createScreen(
  { watching, beside, link, commands, room, phase, element }: ScreenOptions,
): ScreenModel {
  const { playback, primaryAction, perform } = commands;
  const mediaError = computed(() => watching.value?.mediaError.value ?? null);
  const sync = computed((): SyncState => {
    const { status, driftMs, quality, away } = watching.value?.report.value ??
      NO_SYNC;
    const isConnected = link.value?.connection.value === "open";
    return {
      status: link.value && !isConnected ? "reconnecting" : status,
      driftMs,
      rttMs: link.value?.rttMs() ?? null,
      quality,
      isAway: away === "person",
    };
  });
  return {
    playback,
    primaryAction,
    perform,
    sync,
    status: computed(() => {
      const { video = null, timeline } = room.value ?? {};
      const { playing, position, duration } = playback.value;
      return viewerStatusOf({
        phase: phase.value.step,
        sync: sync.value,
        hasVideo: video !== null,
        hasFailed: mediaError.value !== null,
        waitingFor: room.value ? waitedForIn(room.value) : [],
        playing,
        leftS: duration > 0 ? duration - position : Infinity,
        by: timeline?.by ?? null,
      });
    }),
    extras: computed(() => beside.value?.extras.value ?? NO_EXTRAS),
    mediaError,
    isRetrying: computed(() => watching.value?.isRetrying.value ?? false),
    attach(video) {
      element.value = video;
      return () => {
        if (element.peek() === video) element.value = null;
      };
    },
    resync: () => watching.peek()?.resync(),
  };
}

/** What the viewer may choose; nothing before there is a player. */
export function createChoices(
  watching: ReadonlySignal<Watching | null>,
): ChoicesModel {
  return {
    current: computed(() => watching.value?.choices.value ?? NO_CHOICES),
    setQuality: (id) => watching.peek()?.setQuality(id),
    setCaptionTrack: (id) => watching.peek()?.setCaptionTrack(id),
    setAudioTrack: (id) => watching.peek()?.setAudioTrack(id),
  };
}
