/**
 * The reactions that there are: by name, since pictures differ by device.
 * @module
 */

/** Chosen: joy, surprise, sorrow, applause; none that mocks. */
export const REACTIONS = [
  "heart",
  "laugh",
  "wow",
  "sad",
  "clap",
  "party",
] as const;
