/**
 * Reads what a request carries: bounded in size and time, through a schema.
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";

/** Largest JSON body, bytes, unless a route allows more. Source: docs/design.md, "HTTP". */
export const MAX_BODY_BYTES = 16 * 1024;

/** Longest time for a body to arrive, ms. Chosen: 16 KiB over the slowest phone; a body that drips holds a request open. */
const BODY_TIMEOUT_MS = 10_000;

/** Most pieces in which a body may arrive. Chosen: ten times the packets of the largest; each piece costs 64 KiB of memory for a moment, however small it is. */
export const MAX_BODY_PIECES = 1024;

/** Reads a JSON body through a schema. @throws {DomainError} `bad_request` (also in too many pieces; 408 when it does not arrive in time), `message_too_large` */
export async function readJson<T>(
  request: Request,
  options: {
    schema: v.GenericSchema<unknown, T>;
    maxBytes?: number;
    /** @default {BODY_TIMEOUT_MS} */
    timeoutMs?: number;
  },
): Promise<T> {
  return parseJson(await readText(request, options), options.schema);
}

/** Reads JSON through a schema. @throws {DomainError} `bad_request` */
export function parseJson<T>(
  text: string,
  schema: v.GenericSchema<unknown, T>,
): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new DomainError("bad_request", "The request must be JSON.");
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new DomainError(
    "bad_request",
    path ? `The field "${path}" is missing or wrong.` : "The request is wrong.",
  );
}

/** Reads a body as it is. @throws {DomainError} As {@linkcode readJson} does, but for JSON. */
export async function readText(
  request: Request,
  { maxBytes = MAX_BODY_BYTES, timeoutMs = BODY_TIMEOUT_MS }: {
    maxBytes?: number;
    /** @default {BODY_TIMEOUT_MS} */
    timeoutMs?: number;
  } = {},
): Promise<string> {
  const tooLarge = () =>
    new DomainError("message_too_large", "The request is too large.");
  if (Number(request.headers.get("content-length")) > maxBytes) {
    throw tooLarge();
  }
  const reader = request.body?.getReader();
  if (!reader) return "";
  // Not by `cancel()`: Deno 2.9 then keeps the read that waits, and its 64 KiB, until the server ends.
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      late.reject(
        new DomainError(
          "bad_request",
          "The request took too long to arrive.",
          { status: 408 },
        ),
      ),
    timeoutMs,
  );
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    for (let pieces = 0;; pieces++) {
      const piece = reader.read().catch((cause: unknown) => {
        throw new DomainError("bad_request", "The request broke off.", {
          cause,
        });
      });
      const { done, value } = await Promise.race([piece, late.promise]);
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > maxBytes) throw tooLarge();
      if (pieces > MAX_BODY_PIECES) {
        throw new DomainError(
          "bad_request",
          "The request comes in too many pieces.",
        );
      }
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    clearTimeout(timer);
    reader.releaseLock();
  }
}
