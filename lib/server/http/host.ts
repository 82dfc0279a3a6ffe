/**
 * Under which names this server answers.
 * @module
 */
import type { Middleware } from "fresh";
import { DomainError } from "../../shared/errors.ts";
import type { Config } from "../config/config.ts";

/**
 * Refuses requests for other hosts. Without it a stranger's page whose name is
 * made to lead to this machine would speak to a development server as its own.
 * @see SPEC X11
 */
export function requireHost<State>(
  { allowedHosts }: Pick<Config, "allowedHosts">,
): Middleware<State> {
  return function requireHostMiddleware(ctx) {
    const told = ctx.req.headers.get("host");
    const isAllowed = allowedHosts === null ||
      [told ?? "", ctx.url.host].every((host) =>
        allowedHosts.some((allowed) => fits(nameOf(host), allowed))
      );
    if (isAllowed) return ctx.next();
    throw new DomainError(
      "bad_request",
      "This server does not answer under this name. " +
        "ALLOWED_HOSTS says under which it does.",
      { status: 421 },
    );
  };
}

/** Without the port. */
function nameOf(host: string): string {
  return host.replace(/:\d*$/, "").toLowerCase();
}

function fits(name: string, allowed: string): boolean {
  return allowed.startsWith("*.")
    ? name.endsWith(allowed.slice(1))
    : name === allowed;
}
