/**
 * How long browsers keep our fonts.
 * @module
 */
import type { Middleware } from "fresh";

/** Where they are: `/fonts/figtree-5.3.0-latin.woff2`. */
const FONT = /^\/fonts\/[a-z]+-\d[\d.]*-[a-z-]+\.woff2$/;

/**
 * Lets a font be kept for good. A style sheet cannot name the build as a page
 * does, so a font's name holds its version: what it is never changes.
 * @see SPEC U60
 */
export function keepFonts<State>(): Middleware<State> {
  return async function keepFontsMiddleware(ctx) {
    const response = await ctx.next();
    if (FONT.test(ctx.url.pathname) && response.status === 200) {
      response.headers.set(
        "cache-control",
        "public, max-age=31536000, immutable",
      );
    }
    return response;
  };
}
