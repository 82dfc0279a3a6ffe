/**
 * What Redis does as one step. Each script touches one key, so that it runs on
 * a cluster too; the library sends it by its hash, and whole where Redis does
 * not know it.
 * @module
 */
import { type CommandParser, defineScript } from "@redis/client";

function script(lua: string) {
  return defineScript({
    SCRIPT: lua,
    NUMBER_OF_KEYS: 1,
    parseCommand(
      parser: CommandParser,
      key: string,
      args: readonly string[] = [],
    ) {
      parser.pushKey(key);
      parser.push(...args);
    },
    transformReply: (reply: unknown) => reply,
  });
}

/** `{ seconds, microseconds, version, document }` of a room; the last two are false without one. */
const READ = script(`
local time = redis.call('TIME')
local room = redis.call('HMGET', KEYS[1], 'v', 'd')
return {time[1], time[2], room[1], room[2]}`);

/**
 * Compare-and-swap with its notification.
 * Arguments: version that is expected (empty: none), new version, new
 * document, life in ms, channel. Returns `{ seconds, microseconds }` when it
 * was written, else 0.
 */
const SWAP = script(`
if (redis.call('HGET', KEYS[1], 'v') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[2], 'd', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PUBLISH', ARGV[5], 'v' .. ARGV[2])
return redis.call('TIME')`);

/** Keeps a room for another life of so many ms. Returns `{ seconds, microseconds, version }`; the last is false without a room. */
const TOUCH = script(`
local time = redis.call('TIME')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return {time[1], time[2], redis.call('HGET', KEYS[1], 'v')}`);

/** A sign of life of an instance, for so many ms. Returns the instances that live. */
const HEARTBEAT = script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZRANGE', KEYS[1], 0, -1)`);

/** The scripts, as methods of a client. */
export const SCRIPTS = {
  readRoom: READ,
  swapRoom: SWAP,
  touchRoom: TOUCH,
  heartbeat: HEARTBEAT,
};
