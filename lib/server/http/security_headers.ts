/**
 * Headers that protect pages and answers.
 * @module
 */
import { csp, type Middleware } from "fresh";
import type { Config } from "../config/config.ts";
import { isLoopback } from "../upstream/allowed_hosts.ts";

/** Who may frame the app: Discord, and the simulator on the same origin. */
const FRAME_ANCESTORS =
  "frame-ancestors 'self' https://discord.com https://*.discord.com";

/** The header of a policy. */
const POLICY = "content-security-policy";
/** Where scripts come from; a page adds the hashes of its own inline ones. */
const SCRIPTS = "script-src 'self'";

/** One year, s. Source: the least that browsers' preload lists take. */
const HSTS_S = 31_536_000;

/** Opening tag, attributes and content of a script that stands in the page. */
const INLINE_SCRIPT = /<script\b(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g;
/** A nonce of ours: Discord's proxy puts its own on inline scripts, and an element has one. */
const NONCE = /(<(?:script|style|link)\b[^>]*?)\snonce="[^"]*"/g;

/** Headers of every answer, whoever made it. */
export function plainHeaders(
  { mode }: Pick<Config, "mode">,
): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    ...(mode === "production"
      ? { "strict-transport-security": `max-age=${HSTS_S}` }
      : {}),
  };
}

/** Policy of an answer that is no page of ours. */
export const BARE_POLICY = `default-src 'none'; ${FRAME_ANCESTORS}`;

/**
 * Sets one strict policy on every answer. Whether Discord's proxy asks cannot
 * be known, since anybody may send what it sends; so a page never does without
 * a policy. Inline scripts are allowed by their hashes and carry no nonce: the
 * proxy puts its own policy and nonce in their place. What says nothing of
 * caches is kept by none, and a page is asked for again: the next build's
 * scripts have other addresses.
 * @see SPEC X10, C9
 */
export function secure<State>(
  config: Pick<Config, "mode" | "kaltura">,
): Middleware<State> {
  const headersOfAll = plainHeaders(config);
  const isProduction = config.mode === "production";
  // Without Discord's proxy nobody maps Kaltura's hosts to our own.
  const kaltura = isProduction ? "" : sourcesOf(config.kaltura.hosts);
  const strict = csp<State>({
    csp: [
      SCRIPTS + kaltura,
      `connect-src 'self'${kaltura}`,
      `media-src 'self' data: blob:${kaltura}`,
      "base-uri 'none'",
      "style-src 'self'",
      "img-src 'self' data: https://cdn.discordapp.com",
      FRAME_ANCESTORS,
      // Development is served over plain HTTP.
      ...(isProduction ? ["upgrade-insecure-requests"] : []),
    ],
  });
  // An address with the older prefix passes through here twice: what the first
  // pass allowed, the second would take away.
  const done = new WeakMap<Response, string | null>();

  return async function secureMiddleware(ctx) {
    const response = await strict(ctx);
    if (response.status === 101) return response;
    const allowed = done.get(response);
    if (allowed !== undefined) {
      if (allowed !== null) response.headers.set(POLICY, allowed);
      return response;
    }
    const { status, statusText } = response;
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(headersOfAll)) {
      headers.set(name, value);
    }
    // A browser would rewrite the simulator's own http: frames.
    if (!isProduction) dropUpgrade(headers);
    const isPage = headers.get("content-type")?.startsWith("text/html");
    if (!headers.has("cache-control")) {
      headers.set("cache-control", isPage ? "no-cache" : "no-store");
    }
    let body: BodyInit | null = response.body;
    if (body && isPage) {
      const html = (await response.text()).replaceAll(NONCE, "$1");
      await allowInline(html, headers);
      headers.delete("content-length");
      body = html;
    }
    const secured = new Response(body, { status, statusText, headers });
    done.set(secured, headers.get(POLICY));
    return secured;
  };
}

/** Listed hosts as a policy names them, each after a blank: a loopback may speak plain HTTP on any port. */
function sourcesOf(hosts: readonly string[]): string {
  return hosts.map((host) =>
    isLoopback(host) ? ` http://${host}:*` : ` https://${host}`
  ).join("");
}

async function allowInline(html: string, headers: Headers): Promise<void> {
  const policy = headers.get(POLICY);
  const scripts = [...html.matchAll(INLINE_SCRIPT)];
  if (!policy || scripts.length === 0) return;
  const hashes = await Promise.all(
    scripts.map(([, script = ""]) => hashOf(script)),
  );
  headers.set(
    POLICY,
    policy.replace(SCRIPTS, [SCRIPTS, ...new Set(hashes)].join(" ")),
  );
}

async function hashOf(script: string): Promise<string> {
  const digest = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(script),
  );
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}

function dropUpgrade(headers: Headers): void {
  const policy = headers.get(POLICY);
  if (policy) {
    headers.set(POLICY, policy.replace(/;? *upgrade-insecure-requests/, ""));
  }
}
