/**
 * Everything that Discord adds to a running Activity, tied together; each
 * piece stays away by itself where the client, a scope or the channel lacks it.
 * @module
 */
import type { ReadonlySignal } from "@preact/signals";
import type { Launch } from "../launch/launch.ts";
import { watchHardware } from "./hardware.ts";
import { invite, shareLink } from "./invite.ts";
import { watchLinks } from "./links.ts";
import { watchLocale } from "./locale.ts";
import { type DiscordPeople, watchPeople } from "./people.ts";
import { activityOf, createRichPresence } from "./rich_presence.ts";
import type { Discord } from "./sdk.ts";
import { type DiscordLayout, watchLayout } from "./layout.ts";

/** What Discord adds; each method does nothing where the client lacks it. */
export interface DiscordFeatures {
  people: DiscordPeople;
  layout: DiscordLayout;
  /** Tells what is on as rich presence. */
  showActivity(...given: Parameters<typeof activityOf>): void;
  /** How this person's Discord writes numbers and times. */
  locale: ReadonlySignal<string | null>;
  /** Servers have an invite dialog, direct calls have none. */
  canInvite: boolean;
  /** @throws {DomainError} */
  invite(): Promise<void>;
  /** @throws {DomainError} */
  share(video: { id: string; title: string } | null): Promise<boolean>;
  /** Looks after a video that may stutter. @returns The disposer. */
  watchHardware(video: HTMLVideoElement): () => void;
  dispose(): void;
}

/** Begins; `dispose()` ends it. */
export function createDiscordFeatures(
  { discord: { sdk }, scopes }: {
    discord: Discord;
    /** Those that the person granted. */
    scopes: readonly string[];
  },
  launch: Launch,
): DiscordFeatures {
  const people = watchPeople({ sdk, scopes, channelId: launch.channelId });
  const layout = watchLayout(sdk, launch);
  const richPresence = createRichPresence(sdk);
  const unwatchLinks = watchLinks({ sdk });
  return {
    people,
    layout,
    showActivity: (...given) => richPresence.show(activityOf(...given)),
    locale: watchLocale(sdk),
    canInvite: launch.guildId !== null,
    invite: () => invite(sdk),
    share: (video) => shareLink(sdk, video),
    // Phones have nothing to switch on.
    watchHardware: (video) =>
      launch.platform === "desktop" ? watchHardware({ sdk, video }) : () => {},
    dispose() {
      unwatchLinks();
      people.dispose();
      layout.dispose();
      richPresence.dispose();
    },
  };
}
