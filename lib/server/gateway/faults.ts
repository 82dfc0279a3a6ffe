/**
 * What the gateway's failures and refusals mean to a person. Its own words go
 * to the log only, without what we had sent.
 * @module
 */
import * as v from "valibot";
import { DomainError, type ErrorCode } from "../../shared/errors.ts";
import { type HttpAnswer, UpstreamError } from "../http_client.ts";
import { retryAfterMs } from "../retry_after.ts";
import { scrub } from "../scrub.ts";
import { ErrorAnswer } from "./schema.ts";

type GatewayCode =
  | Extract<ErrorCode, `gateway_${string}`>
  | "bad_gateway_answer"
  | "unknown_video";

const SENTENCES: Record<GatewayCode, string> = {
  gateway_unavailable:
    "The video library does not answer. Try again in a moment.",
  gateway_timeout:
    "The video library takes too long to answer. Try again in a moment.",
  gateway_busy: "The video library is busy. Try again in a moment.",
  gateway_auth_failed:
    "The video library does not know you. Close Cowatch and open it again.",
  gateway_refused: "The video library refused this. Try something else.",
  bad_gateway_answer:
    "The video library answered with nonsense. Try again later.",
  unknown_video: "This video does not exist, or is not for you.",
};

/** Options of {@linkcode GatewayFault}. */
export interface GatewayFaultOptions {
  /** Logged, never sent. */
  cause?: unknown;
  /** See the field. */
  status?: number;
  /** @default {null} */
  retryInMs?: number | null;
  /** @default {false} */
  isMissingPath?: boolean;
}

/** The gateway failed or refused. */
export class GatewayFault extends DomainError {
  /** Shortest wait before the same call may help, ms; `null` when it cannot. */
  readonly retryInMs: number | null;
  /** A 404 that is no answer of the gateway's own: it has no such path. */
  readonly isMissingPath: boolean;

  /** @param code Decides the sentence. */
  constructor(code: GatewayCode, options: GatewayFaultOptions = {}) {
    super(code, SENTENCES[code], options);
    this.retryInMs = options.retryInMs ?? null;
    this.isMissingPath = options.isMissingPath ?? false;
  }
}

/** Whether an error means that the gateway failed, rather than refused a wish: samples may stand in. Source: DESIGN §4. */
export function isOutage(error: unknown): boolean {
  return isFailure(error) || isRefusedPerson(error);
}

/** No connection, timeout, 5xx: the gateway itself is ill. */
export function isFailure(error: unknown): boolean {
  return error instanceof DomainError &&
    (error.code === "gateway_unavailable" || error.code === "gateway_timeout");
}

/** The gateway does not take the person's token. */
export function isRefusedPerson(error: unknown): boolean {
  return error instanceof DomainError && error.code === "gateway_auth_failed";
}

/** The gateway answered with what does not fit. */
export function isNonsense(error: unknown): boolean {
  return error instanceof DomainError && error.code === "bad_gateway_answer";
}

/** What a 404 means where no video was named: a refusal, or that there is no such path. Other errors stay as they are. */
export function unlisted(error: unknown): unknown {
  if (!(error instanceof GatewayFault) || error.code !== "unknown_video") {
    return error;
  }
  const { cause } = error;
  return error.isMissingPath
    ? new GatewayFault("bad_gateway_answer", { cause })
    : new GatewayFault("gateway_refused", { cause, status: 404 });
}

/** Why no answer came. @throws What is no {@linkcode UpstreamError}. */
export function unanswered(error: unknown): GatewayFault {
  if (!(error instanceof UpstreamError)) throw error;
  switch (error.fault) {
    case "too_large":
      return new GatewayFault("bad_gateway_answer", { cause: error });
    case "timeout":
      // It has cost the person the whole deadline already.
      return new GatewayFault("gateway_timeout", { cause: error });
    case "unreachable":
      return new GatewayFault("gateway_unavailable", {
        cause: error,
        retryInMs: 0,
      });
  }
}

/**
 * The answer through a schema.
 * @param secrets What was sent, to be kept out of the log.
 * @throws {GatewayFault}
 */
export function read<T>(
  answer: HttpAnswer,
  { schema, secrets }: {
    schema: v.GenericSchema<unknown, T>;
    secrets: readonly (string | undefined)[];
  },
): T {
  if (answer.status < 200 || answer.status > 299) {
    throw refusal(answer, secrets);
  }
  const result = v.safeParse(schema, answer.json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  // Where it does not fit, not what is there.
  const cause = `does not fit: ${v.getDotPath(issue) ?? "body"}, ${issue.type}`;
  throw new GatewayFault("bad_gateway_answer", { cause });
}

function refusal(
  answer: HttpAnswer,
  secrets: readonly (string | undefined)[],
): GatewayFault {
  const { status } = answer;
  const told = v.safeParse(ErrorAnswer, answer.json);
  const words = told.success ? `: ${scrub(told.output.error, secrets)}` : "";
  const cause = `status ${status}${words}`;
  if (status === 429 || status >= 500) {
    const retryInMs = retryAfterMs(answer, Date.now()) ?? 0;
    if (status === 504) return new GatewayFault("gateway_timeout", { cause });
    const code = status === 429 ? "gateway_busy" : "gateway_unavailable";
    return new GatewayFault(code, { cause, retryInMs });
  }
  switch (status) {
    case 401:
      return new GatewayFault("gateway_auth_failed", { cause });
    case 403:
      return new GatewayFault("gateway_refused", { cause, status });
    case 404:
      return new GatewayFault("unknown_video", {
        cause,
        isMissingPath: !told.success,
      });
  }
  return new GatewayFault(
    status >= 400 ? "gateway_refused" : "bad_gateway_answer",
    { cause },
  );
}
