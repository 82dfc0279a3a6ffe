/**
 * What Discord should know of Cowatch, and how that differs from what it
 * knows. Its numbers are those of discord-api-types.
 * @module
 */
import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  EntryPointCommandHandlerType,
  InteractionContextType,
  type Locale,
  OAuth2Scopes,
} from "discord-api-types/v10";
import type { Application, ApplicationApi, Command } from "./api.ts";

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

/** Name and description of the command, by Discord's locale. English is the command's own. */
const WORDS: Readonly<
  Partial<Record<`${Locale}`, { name: string; description: string }>>
> = {
  "en-US": { name: "watch", description: "Watch a video together" },
  de: { name: "schauen", description: "Zusammen ein Video ansehen" },
  "es-ES": { name: "ver", description: "Ver un vídeo juntos" },
  fr: { name: "regarder", description: "Regarder une vidéo ensemble" },
  "pt-BR": { name: "assistir", description: "Assistir a um vídeo juntos" },
  ja: { name: "見る", description: "みんなで動画を見る" },
};

const { name = "", description = "" } = WORDS["en-US"] ?? {};

/** The command that opens the Activity, as it should be. */
export const ENTRY_COMMAND: Omit<Command, "id"> = {
  type: ApplicationCommandType.PrimaryEntryPoint,
  name,
  name_localizations: localized("name"),
  description,
  description_localizations: localized("description"),
  integration_types: CONTEXTS,
  contexts: PLACES,
  handler: EntryPointCommandHandlerType.DiscordLaunchActivity,
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

function localized(field: "name" | "description"): Record<string, string> {
  return Object.fromEntries(
    Object.entries(WORDS).map(([locale, words]) => [locale, words[field]]),
  );
}

/** One thing that differs. */
export interface Step {
  /** What will be done, in words. */
  readonly told: string;
  apply(api: ApplicationApi): Promise<unknown>;
}

/**
 * What is left to do. Nothing, where Discord knows all.
 * @see SPEC O11, O12
 */
export function plan(
  application: Application,
  commands: readonly Command[],
): Step[] {
  const steps: Step[] = [];
  // The operator's own words are left alone.
  if (application.description.trim() === "") {
    steps.push({
      told: "Describe the application",
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
      told: "Let it be installed to servers and to people's own accounts",
      apply: (api) =>
        api.edit({ integration_types_config: { ...contexts, ...missing } }),
    });
  }
  const entry = commands.find(({ type }) =>
    type === ApplicationCommandType.PrimaryEntryPoint
  );
  if (entry === undefined) {
    steps.push({
      told: `Make the command /${name} that opens the Activity`,
      apply: (api) => api.createCommand(ENTRY_COMMAND),
    });
  } else {
    const change = differences(entry);
    if (Object.keys(change).length > 0) {
      steps.push({
        told: `Change the command that opens the Activity ("${entry.name}"): ` +
          Object.keys(change).join(", "),
        apply: (api) => api.editCommand(entry.id, change),
      });
    }
  }
  return steps;
}

/** What of a command is not as it should be. `type` cannot be changed, nor need it. */
function differences(entry: Command): Partial<Command> {
  const { type: _, ...wanted } = ENTRY_COMMAND;
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) =>
      canonical(entry[field as keyof Command]) !== canonical(value)
    ),
  );
}

/** Dictionaries and lists compare by what is in them, in whatever order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify([...value].sort());
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return JSON.stringify(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1),
  );
}
