/**
 * Headers that protect pages and answers.
 * @module
 */
import { csp, type Middleware } from "fresh";
import type { State } from "../define.ts";

/** Who may frame the app: Discord, and the simulator on the same origin. */
const FRAME_ANCESTORS =
  "frame-ancestors 'self' https://discord.com https://*.discord.com";

/** One year, s. Source: reliability.md §5. */
const HSTS_S = 31_536_000;

/**
 * Sets a strict policy with a nonce on pages served directly. A page that
 * Discord's proxy asks for (`frame_id`) gets none: the proxy replaces it, and
 * puts its own nonce on inline scripts, which must not carry another. Fresh
 * renders one on each, so it is taken off (docs/decisions/001).
 */
export function secure(): Middleware<State> {
  const strict = csp<State>({
    useNonce: true,
    csp: [
      "base-uri 'none'",
      "style-src 'self'",
      "img-src 'self' data: https://cdn.discordapp.com",
      FRAME_ANCESTORS,
      // Development is served over plain HTTP.
      "upgrade-insecure-requests",
    ],
  });

  return async function secureMiddleware(ctx) {
    const isProxied = ctx.url.searchParams.has("frame_id");
    const response = await (isProxied ? ctx.next() : strict(ctx));
    if (response.status === 101) return response;
    const headers = new Headers(response.headers);
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
    if (ctx.state.services.config.mode === "production") {
      headers.set("strict-transport-security", `max-age=${HSTS_S}`);
    } else {
      // A browser would rewrite the simulator's own http: frames.
      dropUpgrade(headers);
    }
    const { status, statusText } = response;
    const isPage = headers.get("content-type")?.startsWith("text/html");
    const body = isProxied && isPage
      ? withoutNonces(await response.text())
      : response.body;
    return new Response(body, { status, statusText, headers });
  };
}

/** Takes the nonces off a page's own scripts and styles. */
function withoutNonces(html: string): string {
  return html.replace(/(<(?:script|style)\b[^>]*?) nonce="[^"]*"/g, "$1");
}

function dropUpgrade(headers: Headers): void {
  const name = "content-security-policy";
  const policy = headers.get(name);
  if (policy) {
    headers.set(name, policy.replace(/;? *upgrade-insecure-requests/, ""));
  }
}
