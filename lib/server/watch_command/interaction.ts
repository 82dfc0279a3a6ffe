/**
 * What Discord sends when somebody uses a command, and what it is answered.
 * Source: Discord's documentation, "Interactions: Receiving and Responding".
 * @module
 */
import * as v from "valibot";
import { DiscordId } from "../../shared/discord_id.ts";

const User = v.object({
  id: DiscordId,
  username: v.string(),
  global_name: v.nullish(v.string()),
  avatar: v.nullish(v.string()),
});

/** What was entered; other kinds of values belong to commands of others. */
const Entered = v.object({
  name: v.string(),
  value: v.fallback(v.optional(v.string()), undefined),
});

/** What both uses of a command have. */
const Used = {
  application_id: DiscordId,
  channel_id: DiscordId,
  /** In a server, else `user`. */
  member: v.optional(
    v.object({
      user: User,
      nick: v.nullish(v.string()),
      roles: v.array(v.string()),
    }),
  ),
  user: v.optional(User),
  data: v.object({
    type: v.optional(v.number(), 1),
    name: v.string(),
    options: v.optional(v.array(Entered), []),
  }),
};

/** See the module. Buttons and dialogs are none of ours. */
export const Interaction = v.variant("type", [
  v.object({ type: v.literal(1) }),
  v.object({ type: v.literal(2), ...Used }),
  v.object({ type: v.literal(4), ...Used }),
]);
/** See the module. */
export type Interaction = v.InferOutput<typeof Interaction>;
/** One that somebody made: `type` 2, a command, or 4, what is typed into one. */
export type UsedCommand = Exclude<Interaction, { type: 1 }>;

/** One of what is offered while somebody types. Each text has 100 characters at most. */
export interface Choice {
  name: string;
  value: string;
}

/** An answer, by Discord's numbers. */
export type InteractionAnswer =
  | { type: 1 }
  | { type: 4; data: { content: string; flags: number } }
  | { type: 8; data: { choices: Choice[] } }
  | { type: 12 };

/** Discord looks whether we are there. */
export const PONG: InteractionAnswer = { type: 1 };
/** Opens the Activity, for who asked. */
export const LAUNCH_ACTIVITY: InteractionAnswer = { type: 12 };

/** Flag of a message that only who asked sees. */
const EPHEMERAL = 1 << 6;

/** A sentence for who asked alone. */
export function sayToThem(content: string): InteractionAnswer {
  return { type: 4, data: { content, flags: EPHEMERAL } };
}

/** What is offered while somebody types. */
export function offer(choices: Choice[]): InteractionAnswer {
  return { type: 8, data: { choices } };
}
