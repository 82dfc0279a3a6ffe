/**
 * What all answers of the API have in common: nobody caches them unless a route
 * says so, and a session that changed on the way goes along.
 * @module
 */
import type { Catalogue } from "../catalogue/catalogue.ts";
import { errorResponse } from "../http/errors.ts";
import type { Quotas } from "../limits/quotas.ts";
import type { Log } from "../log/log.ts";
import { type Caller, createCaller } from "./caller.ts";
import { readBearer, requireSession } from "./require_session.ts";
import type { Session, Sessions } from "./sessions.ts";

/** Header that carries a renewed session to the browser. */
export const SESSION_HEADER = "x-session-token";

/** What answering needs of Fresh's context. */
interface ApiContext {
  readonly req: Request;
  state: {
    services: {
      sessions: Sessions;
      catalogue: Catalogue;
      log: Log;
      quotas: Pick<Quotas, "catalogue">;
    };
    caller: () => Promise<Caller>;
  };
  next(): Promise<Response>;
}

/**
 * Gives routes `ctx.state.caller()`: the signed-in person, once in a request,
 * who pays for it with their budget. What a route throws is answered here, since
 * a refusal has to carry a renewed session too: the old token may be worth
 * nothing by now.
 * @see SPEC A1, X5, X40
 */
export async function answerCaller(ctx: ApiContext): Promise<Response> {
  const { sessions, catalogue, log, quotas } = ctx.state.services;
  let asked: { caller: Caller; session: Session } | null = null;
  ctx.state.caller = async () => {
    if (asked) return asked.caller;
    const session = await requireSession(ctx.req, sessions);
    quotas.catalogue.take(session.user.id);
    const caller = createCaller(session, { catalogue, now: Date.now });
    asked = { caller, session };
    return caller;
  };
  const response = await answered(ctx, { log, isKnown: () => asked !== null });
  // An upgrade's answer is the socket's.
  if (response.status === 101) return response;
  if (!response.headers.has("cache-control")) {
    response.headers.set("cache-control", "private, no-store");
  }
  const known = asked as { caller: Caller; session: Session } | null;
  const former = readBearer(ctx.req);
  if (known && former && known.caller.session !== known.session) {
    const token = await sessions.reseal(known.caller.session, { former });
    response.headers.set(SESSION_HEADER, token);
  }
  return response;
}

async function answered(
  ctx: ApiContext,
  { log, isKnown }: { log: Log; isKnown: () => boolean },
): Promise<Response> {
  try {
    return await ctx.next();
  } catch (error) {
    // Fresh's own refusals, such as 405, are told one step further out.
    if (!isKnown()) throw error;
    return errorResponse(error, log);
  }
}
