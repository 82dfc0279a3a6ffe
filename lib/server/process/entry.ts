/**
 * What every way of serving has in common: `serve.ts`, `deno serve` and Deno
 * Deploy take the app's handler from the build, and find it guarded here.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import { errorResponse } from "../http/errors.ts";
import { BARE_POLICY, plainHeaders } from "../http/security_headers.ts";
import type { Services } from "../services.ts";
import { endInOrder, surviveStrayErrors } from "./lifetime.ts";
import { currentTrail, onNewTrail } from "../log/trail.ts";

const NO_ADDRESS = "The request's address cannot be read.";

/** A handler of requests, as Fresh makes it. */
type Handler = (
  request: Request,
  info?: Deno.ServeHandlerInfo,
) => Promise<Response>;

/** Something that makes handlers: a Fresh app. */
interface HandlerMaker {
  handler: () => Handler;
}

/**
 * Guards all handlers that an app makes from now on: what goes wrong before or
 * after its middlewares is answered and logged as everything else is, and the
 * process ends in order. Asking for a handler is what begins to serve: the
 * services are opened then.
 * @param services Gives them; called by `app.handler()`, not before.
 * @returns The app's own `handler()`, for the app itself.
 * @see SPEC O26, X12, X13
 */
export function guardEntry(
  app: HandlerMaker,
  services: () => Pick<
    Services,
    "config" | "hub" | "log" | "store" | "telemetry"
  >,
): () => Handler {
  const makeHandler = app.handler.bind(app);
  app.handler = () => {
    const opened = services();
    surviveStrayErrors(opened.log);
    endInOrder(opened);
    return guarded(makeHandler(), opened);
  };
  return makeHandler;
}

/** Header that names a request, as the log does. */
const REQUEST_HEADER = "x-request-id";

/** @returns The handler; it never throws. */
function guarded(
  handle: Handler,
  { config, log, telemetry }: Pick<Services, "config" | "log" | "telemetry">,
): Handler {
  const headers = {
    ...plainHeaders(config),
    "content-security-policy": BARE_POLICY,
  };
  const answer: Handler = async (request, info) => {
    try {
      requireAddress(request);
      return await handle(request, info);
    } catch (error) {
      const response = errorResponse(readable(error), log);
      for (const [name, value] of Object.entries(headers)) {
        response.headers.set(name, value);
      }
      return response;
    }
  };
  return (request, info) =>
    onNewTrail(async () => {
      const response = await answer(request, info);
      const trail = currentTrail();
      if (!trail || response.status === 101) return response;
      if (trail.refusal !== null) {
        telemetry.count("cowatch.refusals", { code: trail.refusal });
      }
      response.headers.set(REQUEST_HEADER, trail.request);
      return response;
    });
}

/** Fresh decodes a path's parameters before any middleware runs, and throws on what is no percent-encoding. */
function readable(error: unknown): unknown {
  return error instanceof URIError
    ? new DomainError("bad_request", NO_ADDRESS, { cause: error })
    : error;
}

/** A `Host` that is none makes an address that nothing can read. @throws {DomainError} `bad_request` */
function requireAddress(request: Request): void {
  let url: string | null = null;
  try {
    url = request.url;
  } catch {
    // Some versions of Deno read it here for the first time.
  }
  if (url !== null && URL.canParse(url)) return;
  throw new DomainError("bad_request", NO_ADDRESS);
}
