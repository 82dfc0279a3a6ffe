/**
 * The command that picks a video, as Discord is told of it and as it is
 * understood. Translations are another matter: an interaction carries these.
 * @module
 */

/** Name of the command, and of what is entered. */
export const WATCH = { name: "watch", option: "video" } as const;
/** Where Discord sends commands, on the server's public name. */
export const INTERACTIONS_PATH = "/api/discord/interactions";
