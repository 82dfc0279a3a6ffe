/**
 * A bound for calls that nobody in particular asks for.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import type { HttpClient } from "./http_client.ts";

/** Wait that is asked for, s. Chosen: pictures take less. */
const RETRY_AFTER_S = 2;

/**
 * A client that has at most so many calls under way.
 * @throws {DomainError} `too_many_requests`, from `send`.
 * @see SPEC X7
 */
export function withCrowdLimit(http: HttpClient, atOnce: number): HttpClient {
  let underWay = 0;
  return {
    async send(request) {
      if (underWay >= atOnce) {
        throw new DomainError(
          "too_many_requests",
          "Too many pictures were requested at once. Try again in a moment.",
          { status: 503, details: { retryAfterS: RETRY_AFTER_S } },
        );
      }
      underWay++;
      try {
        return await http.send(request);
      } finally {
        underWay--;
      }
    },
  };
}
