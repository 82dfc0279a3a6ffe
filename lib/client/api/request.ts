/**
 * One request to the server: its deadline, and its answer read by a schema.
 * @module
 */
import * as v from "valibot";
import { withDeadline } from "../../shared/deadline.ts";
import { DomainError, type ErrorCode } from "../../shared/errors.ts";
import { sentenceOfRefusal } from "../page/refusal.ts";
import { t } from "../../shared/texts.ts";

/** Deadline of a request, ms. Chosen: the gateway's own 10 s and one retry. */
const REQUEST_MS = 25_000;

/** What to send, and what must come back. */
export interface RequestOptions<T> {
  /** Sent as JSON by `POST`; without one it is a `GET`. */
  body?: unknown;
  schema: v.GenericSchema<unknown, T>;
}

/** What the server says of what it refused. */
const ErrorAnswer = v.object({
  error: v.string(),
  code: v.string(),
  details: v.optional(v.unknown()),
});

/** Who asks. */
interface Caller {
  /** `null`: nobody has signed in. */
  session: string | null;
  /** The server renewed the gateway's token, which lives inside the session: also when it refuses what was asked. */
  onRenewed(session: string): void;
}

/**
 * Sends a request.
 * @throws {DomainError} with a sentence for the person; `store_unavailable` when nothing was reached.
 */
export async function request<T>(
  path: string,
  { session, onRenewed, body, schema }: RequestOptions<T> & Caller,
): Promise<T> {
  const headers: Record<string, string> = {};
  if (session) headers.authorization = `Bearer ${session}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  const abort = new AbortController();
  const { response, json } = await withDeadline(
    fetch(path, {
      headers,
      signal: abort.signal,
      ...(body === undefined
        ? {}
        : { method: "POST", body: JSON.stringify(body) }),
    }).then(async (response) => ({
      response,
      json: await response.json().catch(() => null) as unknown,
    })),
    {
      ms: REQUEST_MS,
      late() {
        abort.abort();
        return unreachable();
      },
    },
  ).catch((error) => {
    throw error instanceof DomainError ? error : unreachable(error);
  });
  const renewed = response.headers.get("x-session-token");
  if (renewed) onRenewed(renewed);
  return read({ response, json }, schema);
}

function read<T>(
  { response, json }: { response: Response; json: unknown },
  schema: v.GenericSchema<unknown, T>,
): T {
  if (!response.ok) {
    const refusal = v.safeParse(ErrorAnswer, json);
    const { status } = response;
    if (!refusal.success) {
      throw new DomainError("internal", t().errors.problem, { status });
    }
    const { code, details } = refusal.output;
    const sentence = sentenceOfRefusal(refusal.output);
    throw new DomainError(code as ErrorCode, sentence, { status, details });
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  throw new DomainError("internal", t().errors.updated);
}

function unreachable(cause?: unknown): DomainError {
  return new DomainError("store_unavailable", t().errors.unreachable, {
    cause,
  });
}
