/**
 * What islands see of the room.
 * @module
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Person } from "../../shared/person.ts";
import { endOf } from "../../shared/room/extent.ts";
import { mayControl } from "../../shared/room/permissions.ts";
import { mergePeople } from "../../shared/room/presence.ts";
import { syncMetricsOf } from "../../shared/room/sync_metrics.ts";
import { targetAt } from "../../sync/target.ts";
import type { DiscordFeatures } from "../discord/features.ts";
import type { RoomModel } from "../model/room.ts";
import type { RoomLink } from "./link.ts";
import { newsOf, NO_ROOM, type RoomState } from "./state.ts";

interface RoomModelOptions {
  link: ReadonlySignal<RoomLink | null>;
  me: ReadonlySignal<Person | null>;
  features: ReadonlySignal<DiscordFeatures | null>;
}

/** The room, but for its clock and what sends to it; and its whole state. */
type ReadRoom = Omit<RoomModel, "send" | "sayBack" | "now"> & {
  state: ReadonlySignal<RoomState>;
  /** Ids of those who are speaking. */
  speaking: ReadonlySignal<ReadonlySet<string>>;
};

/** Makes the room's model; empty before there is a link. */
export function createRoomModel(
  { link, me, features }: RoomModelOptions,
): ReadRoom {
  const state = computed(() => link.value?.state.value ?? NO_ROOM);
  const current = computed(() => state.value.room);
  const speaking = computed<ReadonlySet<string>>(() =>
    features.value?.people.speaking.value ?? new Set()
  );

  /** Where the room's film is, s. */
  function placeNow(): number | null {
    const on = current.value;
    const roomNowMs = link.value?.roomNow() ?? null;
    if (!on?.video || roomNowMs === null) return null;
    return targetAt(on.timeline, { roomNowMs, duration: endOf(on) });
  }

  return {
    state,
    current,
    speaking,
    presence: computed(() => state.value.presence),
    people: computed(() =>
      mergePeople({
        room: current.value,
        reports: state.value.presence,
        placeS: placeNow(),
        participants: features.value?.people.participants.value ?? null,
        voice: features.value?.people.voice.value ?? null,
        speaking: speaking.value,
        me: me.value,
      })
    ),
    skew: computed(() => state.value.skew),
    lastAction: computed(() => newsOf(state.value)),
    mayControl: computed(() => mayControl(current.value, me.value?.id ?? null)),
    getSyncMetrics: () => syncMetricsOf(state.peek()),
  };
}
