/**
 * What it means to a person that a catalogue gave no answer.
 * @module
 */
import { UpstreamError } from "../upstream/http_client.ts";
import { CatalogueFault } from "./faults.ts";

/** Why no answer came. @throws What is no {@linkcode UpstreamError}. */
export function unanswered(error: unknown): CatalogueFault {
  if (!(error instanceof UpstreamError)) throw error;
  switch (error.fault) {
    case "too_large":
      return new CatalogueFault("bad_gateway_answer", { cause: error });
    case "timeout":
      // It has cost the person the whole deadline already.
      return new CatalogueFault("gateway_timeout", { cause: error });
    case "unreachable":
      return new CatalogueFault("gateway_unavailable", {
        cause: error,
        retryInMs: 0,
      });
  }
}
