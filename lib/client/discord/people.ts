/**
 * The people around this Activity as Discord's client knows them: who has it
 * open, who sits in the voice channel, who is speaking.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Neighbour } from "../../shared/room/presence.ts";
import { ask } from "./sdk.ts";
import { subscribe } from "./subscribe.ts";

/** Who is in the Activity and in the voice channel, as Discord says. */
export interface DiscordPeople {
  /** Who has the Activity open; `null` while Discord has not said. For names only: the room decides who is in it. */
  participants: ReadonlySignal<readonly Neighbour[] | null>;
  /** Who sits in the voice channel; `null` where that cannot be known. */
  voice: ReadonlySignal<readonly Neighbour[] | null>;
  /** Ids of those who are speaking. */
  speaking: ReadonlySignal<ReadonlySet<string>>;
  dispose(): void;
}

interface WatchPeopleOptions {
  sdk: DiscordSDK;
  channelId: string | null;
  scopes: readonly string[];
}

/** Time between looks at the voice channel, ms: no event says that somebody left it. Chosen: a list that is a third of a minute old misleads nobody, and Discord is asked three times a minute. */
const VOICE_MS = 20_000;

interface DiscordUser {
  id: string;
  username: string;
  global_name?: string | null | undefined;
  avatar?: string | null | undefined;
}

/** Begins to watch; `dispose()` ends it. */
export function watchPeople(
  { sdk, channelId, scopes }: WatchPeopleOptions,
): DiscordPeople {
  const participants = signal<readonly Neighbour[] | null>(null);
  const voice = signal<readonly Neighbour[] | null>(null);
  const speaking = signal<ReadonlySet<string>>(new Set());
  const disposers: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDisposed = false;

  type Participants = {
    participants: (DiscordUser & { nickname?: string | undefined })[];
  };
  const takeParticipants = (answer: Participants) => {
    participants.value = answer.participants.map((user) =>
      neighbour(user, user.nickname)
    );
  };
  ask(sdk.commands.getInstanceConnectedParticipants()).then(
    (answer) => {
      // An update that came first is newer than this answer.
      if (!isDisposed && participants.peek() === null) takeParticipants(answer);
    },
    () => {},
  );
  disposers.push(
    subscribe<Participants>(sdk, {
      event: "ACTIVITY_INSTANCE_PARTICIPANTS_UPDATE",
      onEvent: takeParticipants,
    }),
  );

  async function lookAtVoice(channel_id: string) {
    clearTimeout(timer);
    try {
      const { voice_states } = await ask(sdk.commands.getChannel({
        channel_id,
      }));
      if (isDisposed) return;
      voice.value = (voice_states ?? []).map(({ user, nick }) =>
        neighbour(user, nick)
      );
    } catch {
      // No scope, no voice channel or an older client: the list stays unknown.
      voice.value = null;
      return;
    }
    timer = setTimeout(() => void lookAtVoice(channel_id), VOICE_MS);
  }

  if (channelId !== null) {
    if (scopes.includes("guilds")) void lookAtVoice(channelId);
    if (scopes.includes("rpc.voice.read")) {
      const args = { channel_id: channelId };
      const set = (id: string, isSpeaking: boolean) => {
        const next = new Set(speaking.peek());
        if (isSpeaking) next.add(id);
        else next.delete(id);
        speaking.value = next;
      };
      disposers.push(
        subscribe<{ user_id: string }>(sdk, {
          event: "SPEAKING_START",
          args,
          onEvent: ({ user_id }) => set(user_id, true),
        }),
        subscribe<{ user_id: string }>(sdk, {
          event: "SPEAKING_STOP",
          args,
          onEvent: ({ user_id }) => set(user_id, false),
        }),
        subscribe(sdk, {
          event: "VOICE_STATE_UPDATE",
          args,
          onEvent: () => void lookAtVoice(channelId),
        }),
      );
    }
  }

  return {
    participants,
    voice,
    speaking,
    dispose() {
      isDisposed = true;
      clearTimeout(timer);
      for (const dispose of disposers) dispose();
    },
  };
}

function neighbour(user: DiscordUser, nick?: string | null): Neighbour {
  return {
    id: user.id,
    username: nick || user.global_name || user.username,
    avatarUrl: user.avatar
      ? `https://cdn.discordapp.com/avatars/${user.id}/${user.avatar}.webp?size=64`
      : null,
  };
}
