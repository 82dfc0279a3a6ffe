/**
 * Discord's features, loaded once somebody is signed in, and what they are
 * given from then on.
 * @module
 */
import {
  computed,
  effect,
  type ReadonlySignal,
  type Signal,
} from "@preact/signals";
import type { Room } from "../../shared/room/protocol.ts";
import type { DiscordModel } from "../model/discord.ts";
import { keepLoaded } from "../page/on_demand.ts";
import { pageLanguage } from "../page/language.ts";
import type { Entrance } from "../session/entrance.ts";
import type { DiscordFeatures } from "../discord/features.ts";

/** `null` until they are loaded. */
type Features = ReadonlySignal<DiscordFeatures | null>;

interface DiscordModelOptions {
  features: Features;
  room: ReadonlySignal<Room | null>;
  /** A dialog did not open. */
  onFailed(error: unknown): void;
}

/** What islands see of Discord. */
export function createDiscordModel(
  { features, room, onFailed }: DiscordModelOptions,
): DiscordModel {
  return {
    layout: computed(() => features.value?.layout.layout.value ?? "focused"),
    isHot: computed(() => features.value?.layout.isHot.value ?? false),
    locale: computed(() => features.value?.locale.value ?? pageLanguage.value),
    canInvite: computed(() => features.value?.canInvite ?? false),
    invite: () => void features.peek()?.invite().catch(onFailed),
    share: () =>
      void features.peek()?.share(room.peek()?.video ?? null).catch(onFailed),
  };
}

/** Loads the features when somebody is signed in: not needed for the first frame, they do not delay it. */
export function connectDiscord(
  { signedIn, launch }: Pick<Entrance, "signedIn" | "launch">,
  features: Signal<DiscordFeatures | null>,
): () => void {
  return effect(() => {
    const person = signedIn.value;
    const opened = launch();
    if (!person || !opened) return;
    return keepLoaded(features, {
      // Without it people still watch together; only Discord's extras stay away.
      async load() {
        const { createDiscordFeatures } = await import(
          "../discord/features.ts"
        );
        return () => createDiscordFeatures(person, opened);
      },
    });
  });
}

/** Shows on the person's profile what the room watches. */
export function connectRichPresence(
  { features, room, roomNow, maxMembers }: {
    features: Features;
    /** How many a room takes. */
    maxMembers: number;
    room: ReadonlySignal<Room | null>;
    /** Room time, ms; reads signals. */
    roomNow(): number | null;
  },
): () => void {
  return effect(() => {
    const current = room.value;
    const roomNowMs = roomNow();
    if (!current || roomNowMs === null) return;
    features.value?.showActivity(current, {
      roomNowMs,
      epochNowMs: Date.now(),
      maxMembers,
    });
  });
}
