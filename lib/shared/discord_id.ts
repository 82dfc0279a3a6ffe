/**
 * Ids that Discord gives.
 * @module
 */
import * as v from "valibot";

/** Id of a person, server or channel: digits. Source: Discord's reference, "Snowflakes". */
export const DiscordId = v.pipe(v.string(), v.regex(/^\d{1,20}$/));
