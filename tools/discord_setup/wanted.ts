/**
 * What Discord should know of Cowatch, and how that differs from what it
 * knows. Its numbers are those of discord-api-types.
 * @module
 */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  EntryPointCommandHandlerType,
  InteractionContextType,
  OAuth2Scopes,
} from "discord-api-types/v10";
import { MAX_QUERY_LENGTH } from "@/lib/shared/limits.ts";
import { WATCH } from "@/lib/shared/watch_command.ts";
import type { Application, ApplicationApi, Command } from "./api.ts";
import { THE_VIDEO, TO_LAUNCH, TO_WATCH, worded } from "./words.ts";
import { standingOf, type WatchSetUp } from "./watch.ts";

/** Installation contexts: a server, and a person's own account. */
const CONTEXTS = [
  ApplicationIntegrationType.GuildInstall,
  ApplicationIntegrationType.UserInstall,
];
/** Places of a command: a server, a conversation with the bot, other private ones. */
const PLACES = [
  InteractionContextType.Guild,
  InteractionContextType.BotDM,
  InteractionContextType.PrivateChannel,
];

/** What an application says of itself, at most 400 characters in the portal. */
const ABOUT =
  "Watch one video together: everybody in the voice channel sees the same " +
  "frame at the same moment.";

/** What all our commands have. */
const EVERYWHERE = {
  integration_types: CONTEXTS,
  contexts: PLACES,
};

/** The command that opens the Activity. @param watch `null`: the server takes no commands. */
export function entryCommand(watch: WatchSetUp | null): Omit<Command, "id"> {
  return {
    type: ApplicationCommandType.PrimaryEntryPoint,
    ...worded(watch === null ? TO_WATCH : TO_LAUNCH),
    ...EVERYWHERE,
    handler: EntryPointCommandHandlerType.DiscordLaunchActivity,
    options: [],
  };
}

/** The command that picks a video. */
export const WATCH_COMMAND: Omit<Command, "id"> = {
  type: ApplicationCommandType.ChatInput,
  ...worded(TO_WATCH),
  ...EVERYWHERE,
  handler: null,
  options: [{
    type: ApplicationCommandOptionType.String,
    ...worded(THE_VIDEO),
    required: false,
    autocomplete: true,
    max_length: MAX_QUERY_LENGTH,
  }],
};

/** How it is installed in both contexts: its command is all that it brings. */
export const INSTALL_CONTEXTS: NonNullable<
  Application["integration_types_config"]
> = Object.fromEntries(
  CONTEXTS.map((context) => [context, {
    oauth2_install_params: {
      scopes: [OAuth2Scopes.ApplicationsCommands],
      permissions: "0",
    },
  }]),
);

/** One thing that differs. */
interface Step {
  /** What will be done, in words. */
  readonly message: string;
  apply(api: ApplicationApi): Promise<unknown>;
}

/**
 * What is left to do. Nothing, where Discord knows all.
 * @param watch `null`: the server takes no commands.
 * @see SPEC O11, O12, O14
 */
export function plan(
  application: Application,
  commands: readonly Command[],
  watch: WatchSetUp | null,
): Step[] {
  const steps: Step[] = [];
  // The operator's own words are left alone.
  if (application.description.trim() === "") {
    steps.push({
      message: "Describe the application",
      apply: (api) => api.edit({ description: ABOUT }),
    });
  }
  const contexts = application.integration_types_config ?? {};
  const missing = Object.fromEntries(
    Object.entries(INSTALL_CONTEXTS).filter(([context]) =>
      contexts[context]?.oauth2_install_params === undefined
    ),
  );
  if (Object.keys(missing).length > 0) {
    steps.push({
      message: "Let it be installed to servers and to people's own accounts",
      apply: (api) =>
        api.edit({ integration_types_config: { ...contexts, ...missing } }),
    });
  }
  steps.push(
    ...commandSteps(
      entryCommand(watch),
      commands.find(({ type }) =>
        type === ApplicationCommandType.PrimaryEntryPoint
      ),
      "that opens the Activity",
    ),
  );
  const picks = commands.find(({ type, name }) =>
    type === ApplicationCommandType.ChatInput && name === WATCH.name
  );
  if (watch === null) return [...steps, ...leftOver(picks)];
  steps.push(...commandSteps(WATCH_COMMAND, picks, "that picks a video"));
  const { endpoint } = watch;
  if (endpoint !== null && standingOf(application, watch) === "nowhere") {
    // Last: Discord asks there at once, and takes no address that is silent.
    steps.push({
      message: `Tell Discord where to send /${WATCH.name}: ${endpoint}`,
      apply: (api) => api.edit({ interactions_endpoint_url: endpoint }),
    });
  }
  return steps;
}

/** Makes a command, or changes it where it is. */
function commandSteps(
  wanted: Omit<Command, "id">,
  known: Command | undefined,
  which: string,
): Step[] {
  if (known === undefined) {
    // Only the command of an Activity has a handler, and Discord refuses one elsewhere.
    const { handler, ...plain } = wanted;
    return [{
      message: `Make the command /${wanted.name} ${which}`,
      apply: (api) =>
        api.createCommand(handler === null ? plain : { ...plain, handler }),
    }];
  }
  const change = differences(known, wanted);
  return Object.keys(change).length === 0 ? [] : [{
    message: `Change the command ${which} ("${known.name}"): ` +
      Object.keys(change).join(", "),
    apply: (api) => api.editCommand(known.id, change),
  }];
}

/** Our command of a server that takes none any more would fail for everybody. */
function leftOver(picks: Command | undefined): Step[] {
  const isOurs = picks?.options.some(({ name, autocomplete }) =>
    name === WATCH.option && autocomplete
  );
  return picks === undefined || !isOurs ? [] : [{
    message: `Delete the command /${picks.name} that picks a video: nobody ` +
      "answers it without DISCORD_PUBLIC_KEY",
    apply: (api) => api.deleteCommand(picks.id),
  }];
}

/** What of a command is not as it should be. `type` cannot be changed, nor need it. */
function differences(
  known: Command,
  { type: _, ...wanted }: Omit<Command, "id">,
): Partial<Command> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) =>
      canonical(known[field as keyof Command]) !== canonical(value)
    ),
  );
}

/** Dictionaries and lists compare by what is in them, in whatever order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return `{${entries.map(([key, one]) => `${key}:${canonical(one)}`)}}`;
}
