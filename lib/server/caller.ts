/**
 * Who a request acts for at the gateway. The gateway's token lives in the
 * person's session and nowhere else, so a renewed one means a new session,
 * which the answer carries to the browser.
 * @module
 */
import { requireSession } from "./auth.ts";
import type { Gateway, GatewayToken } from "./gateway/client.ts";
import { isNonsense, isRefusedPerson } from "./gateway/faults.ts";
import { errorResponse } from "./http_errors.ts";
import type { Log } from "./log.ts";
import {
  requireCurrentSignIn,
  type Session,
  type Sessions,
} from "./session.ts";

/** Header that carries a renewed session to the browser. */
export const SESSION_HEADER = "x-session-token";

/** Time before its end at which a token is renewed, ms. Chosen: longer than any call takes. */
const RENEW_BEFORE_MS = 60_000;

/** One person in one request. */
export interface Caller {
  /** Newest session of this request. */
  readonly session: Session;
  /**
   * Calls the gateway as this person, with a token that is renewed before it
   * ends and once after it was refused.
   * @throws {DomainError}
   */
  ask<T>(call: (by: GatewayToken) => Promise<T>): Promise<T>;
}

/** Makes the caller of a session. @see SPEC V8 */
export function createCaller(
  initial: Session,
  { gateway, now }: { gateway: Gateway; now: () => number },
): Caller {
  let session = initial;

  function signIn(): Promise<GatewayToken> {
    const { user, roles } = session;
    return gateway.signIn({
      discordId: user.id,
      username: user.username,
      roles,
    });
  }

  async function refresh(api: GatewayToken): Promise<GatewayToken> {
    try {
      const token = await gateway.refresh(api.token);
      // Where the KS comes with the token, a token without one is half a renewal.
      const isWhole = api.ks === undefined || token.ks !== undefined;
      return isWhole ? token : await signIn();
    } catch (error) {
      // A gateway that knows nothing of renewals may still know the person.
      if (!isRefusedPerson(error) && !isNonsense(error)) throw error;
      return await signIn();
    }
  }

  async function renew(): Promise<GatewayToken> {
    requireCurrentSignIn(session, now());
    const { api } = session;
    const next = api ? await refresh(api) : await signIn();
    session = { ...session, api: next };
    return next;
  }

  return {
    get session() {
      return session;
    },
    async ask(call) {
      const { api } = session;
      const isFresh = api &&
        (api.expiresAtMs === undefined ||
          api.expiresAtMs - now() > RENEW_BEFORE_MS);
      if (!isFresh) return await call(await renew());
      try {
        return await call(api);
      } catch (error) {
        if (!isRefusedPerson(error)) throw error;
        const { api: newest } = session;
        // Another call of this request may have been quicker.
        const isRenewed = newest && newest.token !== api.token;
        return await call(isRenewed ? newest : await renew());
      }
    },
  };
}

/**
 * Answers a request of a signed-in person with JSON that nobody may cache.
 * A session that changed on the way goes along, with a refusal too: the old
 * token may be worth nothing by now.
 * @throws {DomainError}
 */
export async function answerCaller(
  request: Request,
  options: {
    services: { sessions: Sessions; gateway: Gateway; log: Log };
    answer: (caller: Caller) => Promise<unknown>;
  },
): Promise<Response> {
  const { sessions, gateway, log } = options.services;
  const session = await requireSession(request, sessions);
  const caller = createCaller(session, { gateway, now: Date.now });
  const response = await Promise.resolve(caller).then(options.answer).then(
    (json) =>
      Response.json(json, {
        headers: { "cache-control": "private, no-store" },
      }),
    (error) => errorResponse(error, log),
  );
  if (caller.session !== session) {
    response.headers.set(SESSION_HEADER, await sessions.seal(caller.session));
  }
  return response;
}
