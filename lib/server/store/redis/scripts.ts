/**
 * What Redis does as one step.
 * @module
 */
import type { DomainError } from "../../../shared/errors.ts";
import type { RedisLink, Reply } from "./link.ts";

/** A Lua script; each touches one key, so that it runs on a cluster too. */
export interface Script {
  lua: string;
  /** SHA-1 of `lua`, as Redis names it. */
  sha: Promise<string>;
}

/** Runs a script on a key. @throws {DomainError} `store_unavailable` */
export async function runScript(
  link: RedisLink,
  script: Script,
  call: { key: string; args: readonly string[]; deadlineMs?: number },
): Promise<Reply> {
  const { key, args, deadlineMs } = call;
  const rest = ["1", key, ...args];
  try {
    return await link.run(["EVALSHA", await script.sha, ...rest], deadlineMs);
  } catch (error) {
    const { cause } = error as DomainError;
    // After a restart Redis knows no script.
    if (!(cause instanceof Error) || !cause.message.startsWith("NOSCRIPT")) {
      throw error;
    }
    return await link.run(["EVAL", script.lua, ...rest], deadlineMs);
  }
}

function script(lua: string): Script {
  return { lua, sha: sha1(lua) };
}

async function sha1(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest(
    "SHA-1",
    new TextEncoder().encode(text),
  );
  return [...new Uint8Array(bytes)]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `{ seconds, microseconds, version, document }` of a room; the last two are false without one. */
export const READ = script(`
local time = redis.call('TIME')
local room = redis.call('HMGET', KEYS[1], 'v', 'd')
return {time[1], time[2], room[1], room[2]}`);

/**
 * Compare-and-swap with its notification.
 * Arguments: version that is expected (empty: none), new version, new
 * document, life in ms, channel. Returns `{ seconds, microseconds }` when it
 * was written, else 0.
 */
export const SWAP = script(`
if (redis.call('HGET', KEYS[1], 'v') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[2], 'd', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PUBLISH', ARGV[5], 'v' .. ARGV[2])
return redis.call('TIME')`);

/** Keeps a room for another life of so many ms. Returns `{ seconds, microseconds, version }`; the last is false without a room. */
export const TOUCH = script(`
local time = redis.call('TIME')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return {time[1], time[2], redis.call('HGET', KEYS[1], 'v')}`);

/** A sign of life of an instance, for so many ms. Returns the instances that live. */
export const HEARTBEAT = script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZRANGE', KEYS[1], 0, -1)`);
