import { nonceOf } from "../nonce.ts";
import type { Middleware } from "../types.ts";

/** Options of `csp()`. */
export interface CSPOptions {
  /** Only reports what would be blocked. */
  reportOnly?: boolean;
  /** Where to report to. */
  reportTo?: string;
  /** Directives that add to the defaults or replace those of their name. */
  csp?: string[];
  /** Puts a nonce on inline scripts and styles of rendered pages, instead of allowing all. */
  useNonce?: boolean;
}

const DEFAULTS = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

/** Where the nonce stands in for `'unsafe-inline'`. */
const INLINE = /^(default-src|script-src(-elem)?|style-src(-elem|-attr)?) /;

/** Sets a Content-Security-Policy. */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const { reportOnly, reportTo, useNonce } = options;
  const directives = new Map<string, string>();
  const all = [
    ...DEFAULTS,
    ...options.csp ?? [],
    ...reportTo ? ["report-to csp-endpoint", `report-uri ${reportTo}`] : [],
  ];
  for (const directive of all) {
    directives.set(directive.split(" ", 1)[0] ?? "", directive);
  }
  const policy = [...directives.values()];
  const name = reportOnly
    ? "content-security-policy-report-only"
    : "content-security-policy";

  return async function setPolicy(ctx) {
    const response = await ctx.next();
    const nonce = useNonce ? nonceOf.get(response) : undefined;
    const own = policy.map((directive) =>
      nonce && INLINE.test(directive)
        ? directive.replaceAll("'unsafe-inline'", `'nonce-${nonce}'`)
        : directive
    );
    // In place, as in Fresh: an answer whose headers cannot be changed fails.
    const { headers } = response;
    headers.set(name, own.join("; "));
    if (reportTo) {
      headers.set("reporting-endpoints", `csp-endpoint="${reportTo}"`);
    }
    return response;
  };
}
