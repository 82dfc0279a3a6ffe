/**
 * Calls that act for whoever signed in, with the session in memory only:
 * storage is shared with nobody's control, and a reload signs in again.
 * @module
 */
import * as v from "valibot";
import { DomainError, type ErrorCode } from "../../shared/errors.ts";
import { SESSION_TTL_S } from "../../shared/limits.ts";
import { request, type RequestOptions } from "./request.ts";

/** Time between renewals of the session, ms. Chosen: three quarters of its life. */
const RENEW_MS = SESSION_TTL_S * 750;
/** Wait after a failed renewal, ms. Chosen: ten tries fit into what is left. */
const RENEW_RETRY_MS = 60_000;

/** What ends with a session, and can be put right without the person. */
const SIGNED_OUT: ReadonlySet<string> = new Set<ErrorCode>([
  "not_signed_in",
  "session_expired",
]);

/** Answers of a renewal and of a resumed sign-in. */
const RenewAnswer = v.object({ session_token: v.string() });

/** A session that renews itself, and what may be asked with it. */
interface Session {
  /** Takes a new sign-in. `proof`: says who this is when the session has ended. */
  begin(signIn: { token: string; proof: Record<string, string> }): void;
  /** Whether the sign-in has run out for good: only Discord can give another. */
  isOver(): boolean;
  /** Asks, and once more with a new session when this one has ended. @throws {DomainError} @see SPEC A12 */
  call<T>(path: string, options: RequestOptions<T>): Promise<T>;
  /** Asks as it is. @throws {DomainError} */
  send<T>(path: string, options: RequestOptions<T>): Promise<T>;
  dispose(): void;
}

/** Makes one of nobody. */
export function createSession(): Session {
  let session: string | null = null;
  let proof: Record<string, string> | null = null;
  let resuming: Promise<void> | null = null;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function adopt(token: string) {
    session = token;
    renewIn(RENEW_MS);
  }

  function renewIn(ms: number) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      call("/api/session", { body: {}, schema: RenewAnswer }).then(
        ({ session_token }) => adopt(session_token),
        // The calls that need the session will say so, in their place.
        () => renewIn(RENEW_RETRY_MS),
      );
    }, ms);
  }

  /** A page that goes for good takes its session with it. @see SPEC A17 */
  function leave({ persisted }: PageTransitionEvent) {
    if (session === null || persisted) return;
    // Nobody is there to hear that it failed; the session ends by itself later.
    fetch("/api/session", {
      method: "DELETE",
      headers: { authorization: `Bearer ${session}` },
      keepalive: true,
    }).catch(() => {});
  }

  /** Signs in again behind the person's back, once for all calls that wait. */
  function resume(): Promise<void> {
    return resuming ??= send("/api/resume", {
      body: proof,
      schema: RenewAnswer,
    }).then(
      ({ session_token }) => adopt(session_token),
      (error) => {
        isOver = isSignedOut(error);
        throw error;
      },
    ).finally(() => resuming = null);
  }

  async function call<T>(path: string, options: RequestOptions<T>): Promise<T> {
    const used = session;
    try {
      return await send(path, options);
    } catch (error) {
      if (!proof || !isSignedOut(error)) throw error;
      // Another call may have put it right meanwhile.
      if (session === used) await resume();
      return await send(path, options);
    }
  }

  function send<T>(path: string, options: RequestOptions<T>): Promise<T> {
    return request(path, { ...options, session, onRenewed: adopt });
  }

  return {
    begin({ token, ...signIn }) {
      adopt(token);
      ({ proof } = signIn);
      isOver = false;
      globalThis.addEventListener("pagehide", leave as EventListener);
    },
    isOver: () => isOver,
    call,
    send,
    dispose() {
      clearTimeout(timer);
      globalThis.removeEventListener("pagehide", leave as EventListener);
    },
  };
}

function isSignedOut(error: unknown): boolean {
  return error instanceof DomainError && SIGNED_OUT.has(error.code);
}
