/**
 * The people of the built-in Discord, whom the simulator plays.
 * @module
 */

/** Somebody to play. */
export interface CastMember {
  id: string;
  username: string;
  /** Name everywhere. */
  globalName: string;
  /** Name on the simulator's server; `null`: the name everywhere. */
  nick: string | null;
  roles: readonly string[];
}

/** The simulator's server and voice channel. */
export const CAST_GUILD_ID = "200000000000000000";
/** See {@linkcode CAST_GUILD_ID}. */
export const CAST_CHANNEL_ID = "300000000000000000";

const TEACHER = "400000000000000001";
const FRIEND = "400000000000000002";

/** Eight people: long, short, accented and right-to-left names among them. */
export const CAST: readonly CastMember[] = [
  ["ada", "Ada", null, [TEACHER, FRIEND]],
  ["ben", "Ben", "Benny", [FRIEND]],
  ["chidi", "Chidi Anagonye", null, [FRIEND]],
  ["dorothea", "Dorothea von Hohenstein-Waldburg", null, [FRIEND]],
  ["elias", "Élias Ørsted", null, []],
  ["fatima", "فاطمة", null, []],
  ["grace", "Grace 🦆", "Grace", [TEACHER]],
  ["hiro", "ヒロ", null, []],
].map(([username, globalName, nick, roles], index) => ({
  id: String(100_000_000_000_000_000n + BigInt(index) + 1n),
  username,
  globalName,
  nick,
  roles,
} as CastMember));

/** Finds somebody. */
export function castMember(id: string): CastMember | null {
  return CAST.find((person) => person.id === id) ?? null;
}
