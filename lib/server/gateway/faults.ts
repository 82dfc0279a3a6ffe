/**
 * Reads the gateway's answers and refusals. Its own words go to the log only,
 * without what we had sent.
 * @module
 */
import * as v from "valibot";
import { scrub } from "../log/redact.ts";
import type { HttpAnswer } from "../upstream/http_client.ts";
import { retryAfterMs } from "../upstream/retry_after.ts";
import {
  CatalogueFault,
  type CatalogueFaultOptions,
} from "../catalogue/faults.ts";
import { ErrorAnswer } from "./schema.ts";

/** A page or a redirect where the gateway should have answered: it has no such path, or is not there. @see SPEC V18 */
export class MissingPath extends CatalogueFault {
  /** It said so itself, by 404. */
  readonly isAbsent: boolean;

  /** @param options As for any fault, and `isAbsent`: see the field. */
  constructor(options: CatalogueFaultOptions & { isAbsent: boolean }) {
    super("gateway_misconfigured", options);
    this.isAbsent = options.isAbsent;
  }
}

/** What a 404 means where no video was named: a refusal. Other errors stay as they are. */
export function unlisted(error: unknown): unknown {
  return error instanceof CatalogueFault && error.code === "unknown_video"
    ? new CatalogueFault("gateway_refused", { cause: error.cause, status: 404 })
    : error;
}

/** What a refusal means where a person was named: it is about them, but for a 404, where nobody was looked for. Other errors stay as they are. */
export function notAdmitted(error: unknown): unknown {
  if (!(error instanceof CatalogueFault)) return error;
  const { code, cause } = error;
  if (code === "unknown_video") {
    return new MissingPath({ cause, isAbsent: true });
  }
  return code === "gateway_refused"
    ? new CatalogueFault("gateway_auth_failed", { cause })
    : error;
}

/**
 * The answer through a schema.
 * @param options `secrets`: what was sent, to be kept out of the log. `asked`: the address, for the log.
 * @throws {CatalogueFault}
 */
export function read<T>(
  answer: HttpAnswer,
  { schema, secrets, asked }: {
    schema: v.GenericSchema<unknown, T>;
    secrets: readonly (string | undefined)[];
    asked: string;
  },
): T {
  if (answer.status < 200 || answer.status > 299) {
    throw refusal(answer, { secrets, asked });
  }
  if (isPage(answer)) throw misplaced(answer, asked);
  const result = v.safeParse(schema, answer.json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  // Where it does not fit, not what is there.
  const cause = `does not fit: ${v.getDotPath(issue) ?? "body"}, ${issue.type}`;
  throw new CatalogueFault("bad_gateway_answer", { cause });
}

function refusal(
  answer: HttpAnswer,
  { secrets, asked }: {
    secrets: readonly (string | undefined)[];
    asked: string;
  },
): CatalogueFault {
  const { status } = answer;
  const told = v.safeParse(ErrorAnswer, answer.json);
  const words = told.success ? `: ${scrub(told.output.error, secrets)}` : "";
  const cause = `status ${status}${words}`;
  if (status === 429 || status >= 500) {
    const retryInMs = retryAfterMs(answer, Date.now()) ?? 0;
    if (status === 504) return new CatalogueFault("gateway_timeout", { cause });
    const code = status === 429 ? "gateway_busy" : "gateway_unavailable";
    return new CatalogueFault(code, { cause, retryInMs });
  }
  switch (status) {
    case 401:
      return new CatalogueFault("gateway_auth_failed", { cause });
    case 403:
      return new CatalogueFault("gateway_refused", { cause, status });
    case 404:
      return told.success
        ? new CatalogueFault("unknown_video", { cause })
        : misplaced(answer, asked);
  }
  const isRedirect = status >= 300 && status <= 399;
  if (isRedirect || isPage(answer)) return misplaced(answer, asked);
  return new CatalogueFault(
    status >= 400 ? "gateway_refused" : "bad_gateway_answer",
    { cause },
  );
}

function isPage({ headers }: HttpAnswer): boolean {
  return /^text\/html\b/i.test(headers.get("content-type") ?? "");
}

function misplaced({ status }: HttpAnswer, asked: string): MissingPath {
  return new MissingPath({
    isAbsent: status === 404,
    cause: `status ${status} and no answer of a gateway at ` +
      `${withoutPassword(asked)}: look at API_GATEWAY_URL, ` +
      "which ends in /api with most gateways",
  });
}

function withoutPassword(address: string): string {
  return address.replace(/\/\/[^/@]*@/, "//");
}
