/**
 * The one place where what routes throw becomes an answer.
 * @module
 */
import { HttpError, type Middleware } from "fresh";
import { DomainError } from "../../shared/errors.ts";
import { errorResponse } from "./errors.ts";
import type { Log } from "../log/log.ts";

/** Answers errors of the API as `{ error, code, details? }`, those of pages in a sentence. */
export function answerErrors<State>(log: Log): Middleware<State> {
  return async function answerErrorsMiddleware(ctx) {
    try {
      return await ctx.next();
    } catch (error) {
      const isApi = /^(\/\.proxy)?\/api\//.test(ctx.url.pathname);
      if (error instanceof HttpError && !isApi) return pageError(error);
      return errorResponse(toDomainError(error), log);
    }
  };
}

function pageError({ status, message }: HttpError): Response {
  const text = status === 404 ? "There is nothing at this address." : message;
  return new Response(`${text}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}

function toDomainError(error: unknown): unknown {
  if (!(error instanceof HttpError)) return error;
  if (error.status === 404) {
    return new DomainError("not_found", "There is nothing at this address.");
  }
  return error.status < 500
    ? new DomainError("bad_request", error.message, { status: error.status })
    : error;
}
