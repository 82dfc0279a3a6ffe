/**
 * What somebody picked by the command in a channel, until they come into the
 * Activity there: Discord opens it without saying what was picked.
 * @module
 */
import * as v from "valibot";
import { VideoId } from "../../shared/video/video.ts";
import type { Vault } from "../store/ticket_vault.ts";

/** Whose it is, by Discord's ids. */
export interface ChoicePlace {
  userId: string;
  channelId: string;
}

/** See the module. One for each person and channel: a newer one takes its place. */
export interface Choices {
  /** @throws {DomainError} `store_unavailable` */
  put(place: ChoicePlace, videoId: string): Promise<void>;
  /** Takes it out. @returns `null` where nothing was picked, or too long ago. @throws {DomainError} `store_unavailable` */
  take(place: ChoicePlace): Promise<string | null>;
}

/** Life of a choice, ms. Chosen: to open an Activity for the first time, with its consent, on a slow phone. */
const CHOICE_TTL_MS = 300_000;

/** Makes it, on what keeps tickets: on Redis and KV all instances have it. */
export function createChoices(vault: Vault<string>): Choices {
  // No ticket has a colon in it, so none can be mistaken for the other.
  const keyOf = ({ userId, channelId }: ChoicePlace) =>
    `choice:${userId}:${channelId}`;
  return {
    put: (place, videoId) => vault.put(keyOf(place), videoId, CHOICE_TTL_MS),
    async take(place) {
      const kept = await vault.take(keyOf(place));
      return v.is(VideoId, kept) ? kept : null;
    },
  };
}
