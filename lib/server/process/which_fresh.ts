/**
 * Which Fresh the server runs on: JSR's, or the stand-in of `jsr/`.
 * @see docs/decisions/001-builder-and-stand-ins.md
 * @module
 */

/** `jsr` or `stand-in`; said once when the server starts. */
export const WHICH_FRESH: "jsr" | "stand-in" =
  new URL(import.meta.resolve("fresh")).protocol === "file:"
    ? "stand-in"
    : "jsr";
