/**
 * Where people are, according to Discord: an Activity's instance, who is in it,
 * and the server and channel that it belongs to.
 * @module
 */
import { handleWhenResult, IterableBackoff, retry } from "cockatiel";
import { DomainError } from "../../shared/errors.ts";
import type { Discord, DiscordInstance } from "./client.ts";

/** Where somebody says they are. */
interface ClaimedPlace {
  instanceId: string;
  guildId?: string | undefined;
  channelId?: string | undefined;
}

/** Where somebody is. */
interface Place {
  guildId: string | undefined;
  channelId: string | undefined;
  /** Discord said so; else they did. */
  isVerified: boolean;
}

/** See the module. */
export interface Whereabouts {
  /** @throws {DomainError} `bad_request` for what is no instance of Discord's. @see SPEC A15 */
  requireInstance(instanceId: string): void;
  /**
   * Looks for a person who comes in.
   * @throws {DomainError} `not_in_instance`, `discord_unavailable`
   * @see SPEC A7
   */
  locate(userId: string, told: ClaimedPlace): Promise<Place>;
  /**
   * Looks whether a person is still where they came in; Discord's answer holds
   * for seconds, and for everybody in the instance.
   * @throws {DomainError} `not_in_instance`, `discord_unavailable`
   * @see SPEC A16
   */
  confirm(userId: string, instanceId: string): Promise<void>;
}

interface WhereaboutsOptions {
  discord: Pick<Discord, "checksInstances" | "instance">;
  /** Whether an instance must look as Discord's do; the simulator's do not. */
  isStrict: boolean;
  /** ms, monotonic. */
  now: () => number;
  /** Waits between looks for a person in the instance, ms. @default {LOOK_AGAIN_MS} */
  lookAgainMs?: readonly number[] | undefined;
}

/**
 * An instance's id. Source: Discord's documentation of the Embedded App SDK:
 * `i-<launch>-gc-<guild>-<channel>`, `pc` for a private channel.
 */
const INSTANCE_ID = /^i-\d{1,20}(-(gc|pc)(-\d{1,20}){1,2})?$/;
/** A fresh join may reach Discord's API late, so it is asked again, ms. Chosen: 2.5 s in all, for which a person still waits. */
const LOOK_AGAIN_MS = [300, 700, 1500] as const;
/** Time for which an answer of Discord's holds, ms. Chosen: a room that comes back after a restart asks once; who left is out within the next renewal. */
const HOLDS_MS = 5000;
/** Instances whose answer is kept. Chosen: those of a large evening. */
const MAX_KEPT = 2000;

/** Makes it. */
export function createWhereabouts(options: WhereaboutsOptions): Whereabouts {
  const { discord, isStrict, now, lookAgainMs = LOOK_AGAIN_MS } = options;
  const kept = new Map<
    string,
    { answer: Promise<DiscordInstance | null>; atMs: number }
  >();

  /** Asks now; others who ask meanwhile, or soon, share the answer. */
  function look(instanceId: string): Promise<DiscordInstance | null> {
    const answer = discord.instance(instanceId);
    kept.delete(instanceId);
    kept.set(instanceId, { answer, atMs: now() });
    answer.catch(() => {
      if (kept.get(instanceId)?.answer === answer) kept.delete(instanceId);
    });
    for (const [id, { atMs }] of kept) {
      if (kept.size <= MAX_KEPT && now() - atMs < HOLDS_MS) break;
      kept.delete(id);
    }
    return answer;
  }

  function recent(instanceId: string): Promise<DiscordInstance | null> {
    const known = kept.get(instanceId);
    const isFresh = known !== undefined && now() - known.atMs < HOLDS_MS;
    return isFresh ? known.answer : look(instanceId);
  }

  async function find(
    userId: string,
    instanceId: string,
  ): Promise<DiscordInstance> {
    const again = retry(handleWhenResult((found) => found === null), {
      maxAttempts: lookAgainMs.length,
      backoff: new IterableBackoff(lookAgainMs),
    });
    const found = await again.execute(async ({ attempt }) => {
      const seen = await (attempt === 0 ? recent : look)(instanceId);
      return seen?.users.includes(userId) ? seen : null;
    });
    if (found) return found;
    throw new DomainError(
      "not_in_instance",
      "Discord does not see you in this Activity. Close it and open it again.",
    );
  }

  return {
    requireInstance(instanceId) {
      if (!isStrict || INSTANCE_ID.test(instanceId)) return;
      throw new DomainError("bad_request", "This is not a Discord Activity.");
    },
    async locate(userId, { instanceId, guildId, channelId }) {
      if (!discord.checksInstances) {
        return { guildId, channelId, isVerified: false };
      }
      const { location } = await find(userId, instanceId);
      return {
        guildId: location.guild_id ?? undefined,
        channelId: location.channel_id ?? undefined,
        isVerified: true,
      };
    },
    async confirm(userId, instanceId) {
      if (discord.checksInstances) await find(userId, instanceId);
    },
  };
}
