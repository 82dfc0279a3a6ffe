/**
 * Who a request acts for at the gateway. The gateway's token lives in the
 * person's session and nowhere else, so a renewed one means a new session,
 * which the answer carries to the browser.
 * @module
 */
import { DomainError } from "../shared/errors.ts";
import { requireSession } from "./auth.ts";
import type { Gateway, GatewayToken } from "./gateway/client.ts";
import type { Session, Sessions } from "./session.ts";

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

/** Makes the caller of a session. */
export function createCaller(
  initial: Session,
  { gateway, now }: { gateway: Gateway; now: () => number },
): Caller {
  let session = initial;

  async function renew(): Promise<GatewayToken> {
    const { user, roles, api } = session;
    const signIn = () =>
      gateway.signIn({ discordId: user.id, username: user.username, roles });
    const token = api
      ? await gateway.refresh(api.token).catch((error) => {
        if (isRefused(error)) return signIn();
        throw error;
      })
      : await signIn();
    // A refreshed token may come without the KS that the first one had.
    const ks = token.ks ?? api?.ks;
    const next = { ...token, ...(ks === undefined ? {} : { ks }) };
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
      const token = isFresh ? api : await renew();
      try {
        return await call(token);
      } catch (error) {
        if (!isFresh || !isRefused(error)) throw error;
        return await call(await renew());
      }
    },
  };
}

function isRefused(error: unknown): boolean {
  return error instanceof DomainError && error.code === "gateway_auth_failed";
}

/**
 * Answers a request of a signed-in person with JSON that nobody may cache;
 * a session that changed on the way goes along.
 * @throws {DomainError}
 */
export async function answerCaller(
  request: Request,
  options: {
    services: { sessions: Sessions; gateway: Gateway };
    answer: (caller: Caller) => Promise<unknown>;
  },
): Promise<Response> {
  const { sessions, gateway } = options.services;
  const session = await requireSession(request, sessions);
  const caller = createCaller(session, { gateway, now: Date.now });
  const json = await options.answer(caller);
  const headers = new Headers({ "cache-control": "private, no-store" });
  if (caller.session !== session) {
    headers.set(SESSION_HEADER, await sessions.seal(caller.session));
  }
  return Response.json(json, { headers });
}
