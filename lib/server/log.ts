/**
 * The log: one JSON object a line, no secrets, nothing that forges a line.
 * @module
 */

import { DomainError } from "../shared/errors.ts";

/** Facts of a log line. */
export type LogFields = Record<string, unknown>;

/** Writes lines; `event` is a stable word. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Field names whose values are never written. */
const SECRET = /token|secret|authorization|cookie|ticket|^ks$|^code$/i;
/** Deepest level that is written; what lies below is cut. Chosen: enough for an error with its cause. */
const MAX_DEPTH = 4;
/** Longest text that is written, characters. Chosen. */
const MAX_TEXT = 2000;

/**
 * Makes a log.
 * @param write Takes one line with its line feed.
 * @param now ISO time of a line.
 */
export function createLog(
  write: (line: string) => void,
  now: () => string = () => new Date().toISOString(),
): Log {
  const line = (level: string) => (event: string, fields: LogFields = {}) => {
    const clean = cleaned(fields, 0) as LogFields;
    // JSON escapes line feeds and control characters.
    write(`${JSON.stringify({ time: now(), level, event, ...clean })}\n`);
  };
  return { info: line("info"), warn: line("warn"), error: line("error") };
}

/** Writes to standard error. */
export function stderrLog(): Log {
  const encoder = new TextEncoder();
  return createLog((line) => {
    Deno.stderr.writeSync(encoder.encode(line));
  });
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === "string") return value.slice(0, MAX_TEXT);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "…";
  if (value instanceof Error) {
    const { name, message, cause, stack } = value;
    // An expected refusal says all in its words; where it was thrown says nothing.
    return value instanceof DomainError
      ? cleaned({ reason: value.code, message, cause }, depth)
      : cleaned({ name, message, cause, stack }, depth);
  }
  if (Array.isArray(value)) {
    return value.map((item) => cleaned(item, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      SECRET.test(key) && item !== undefined
        ? "[hidden]"
        : cleaned(item, depth + 1),
    ]),
  );
}
