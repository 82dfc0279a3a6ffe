import type { Middleware } from "../types.ts";

/** Options of `csp()`. */
export interface CSPOptions {
  /** Only reports what would be blocked. */
  reportOnly?: boolean;
  /** Where to report to. */
  reportTo?: string;
  /** Directives that add to the defaults or replace them. */
  csp?: string[];
  /** Puts a nonce on inline scripts and styles instead of allowing all. */
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

/** Sets a Content-Security-Policy. */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const directives = new Map<string, string>();
  for (const directive of [...DEFAULTS, ...(options.csp ?? [])]) {
    directives.set(directive.split(" ", 1)[0] ?? "", directive);
  }
  if (options.reportTo) {
    directives.set("report-to", "report-to csp-endpoint");
    directives.set("report-uri", `report-uri ${options.reportTo}`);
  }
  const policy = [...directives.values()].join("; ");
  const name = options.reportOnly
    ? "content-security-policy-report-only"
    : "content-security-policy";

  return async function setPolicy(ctx) {
    const nonce = options.useNonce ? crypto.randomUUID() : null;
    ctx.nonce = nonce;
    const response = await ctx.next();
    if (response.status === 101) return response;
    const isHtml = response.headers.get("content-type")
      ?.startsWith("text/html");
    const headers = new Headers(response.headers);
    headers.set(
      name,
      nonce && isHtml
        ? policy.replaceAll("'unsafe-inline'", `'nonce-${nonce}'`)
        : policy,
    );
    if (options.reportTo) {
      headers.set(
        "reporting-endpoints",
        `csp-endpoint="${options.reportTo}"`,
      );
    }
    const { status, statusText } = response;
    return new Response(response.body, { status, statusText, headers });
  };
}
