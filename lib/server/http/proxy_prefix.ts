/**
 * Discord's older proxy asked for `/.proxy/…`; every path answers there too.
 * @module
 */
import { HttpError, type Middleware } from "fresh";

const PREFIX = "/.proxy/";

/**
 * Answers `/.proxy/x` as `/x`. Upgrades cannot be handed on as a new request,
 * so the room's address is registered twice instead. The prefix is taken off
 * once: an address that repeats it would cost a pass through the app each time.
 * @param handler Gives the app's handler; called at the first such request.
 * @see SPEC X2
 */
export function stripProxyPrefix<State>(
  handler: () => (
    request: Request,
    info?: Deno.ServeHandlerInfo,
  ) => Response | Promise<Response>,
): Middleware<State> {
  let inner: ReturnType<typeof handler> | undefined;
  return function stripProxyPrefixMiddleware(ctx) {
    if (!ctx.url.pathname.startsWith(PREFIX)) return ctx.next();
    const url = new URL(ctx.url);
    const path = url.pathname.slice(PREFIX.length).replace(/^\/+/, "");
    if (`/${path}`.startsWith(PREFIX)) throw new HttpError(404);
    // Without its leading slashes, or `/.proxy//evil` would name a host.
    url.pathname = `/${path}`;
    inner ??= handler();
    // Not a copy of the whole request: its signal would come along, which Deno warns of.
    const { method, headers, body } = ctx.req;
    return inner(
      new Request(url, { method, headers, body }),
      ctx.info as Deno.ServeHandlerInfo,
    );
  };
}
