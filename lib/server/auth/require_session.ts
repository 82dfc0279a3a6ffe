/**
 * Who asks: the session of a request.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import { notePerson } from "../log/trail.ts";
import type { Session, Sessions } from "./sessions.ts";

/** The bearer token of a request, unchecked; `null` without one. */
export function readBearer(request: Request): string | null {
  const told = request.headers.get("authorization") ?? "";
  return /^Bearer (\S+)$/i.exec(told)?.[1] ?? null;
}

/** Reads the session of a request. @throws {DomainError} `not_signed_in`, `session_expired` */
export async function requireSession(
  request: Request,
  sessions: Sessions,
): Promise<Session> {
  const token = readBearer(request);
  if (token === null) {
    throw new DomainError("not_signed_in", "Sign in through Discord first.");
  }
  const session = await sessions.open(token);
  notePerson(session.user.id);
  return session;
}
