/**
 * Everything that Discord adds to a running Activity, tied together; each
 * piece stays away by itself where the client, a scope or the channel lacks it.
 * @module
 */
import type { Launch } from "../launch.ts";
import type { SignedIn } from "../sign_in.ts";
import { invite, shareLink } from "./invite.ts";
import { type DiscordPeople, watchPeople } from "./people.ts";
import { createRichPresence, type RichPresence } from "./rich_presence.ts";
import { type Surroundings, watchSurroundings } from "./surroundings.ts";

/** See the module. */
export interface DiscordSide {
  people: DiscordPeople;
  surroundings: Surroundings;
  richPresence: RichPresence;
  /** Servers have an invite dialog, direct calls have none. */
  canInvite: boolean;
  /** @throws {DomainError} */
  invite(): Promise<void>;
  /** @throws {DomainError} */
  share(video: { id: string; title: string } | null): Promise<boolean>;
  dispose(): void;
}

/** Begins; `dispose()` ends it. */
export function createDiscordSide(
  { discord: { sdk }, scopes }: SignedIn,
  launch: Launch,
): DiscordSide {
  const people = watchPeople({ sdk, scopes, channelId: launch.channelId });
  const surroundings = watchSurroundings(sdk, launch);
  const richPresence = createRichPresence(sdk);
  return {
    people,
    surroundings,
    richPresence,
    canInvite: launch.guildId !== null,
    invite: () => invite(sdk),
    share: (video) => shareLink(sdk, video),
    dispose() {
      people.dispose();
      surroundings.dispose();
      richPresence.dispose();
    },
  };
}
