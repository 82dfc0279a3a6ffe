/**
 * The log: one JSON object a line, no secrets, nothing that forges a line.
 * @module
 */

import { DomainError } from "../../shared/errors.ts";
import { HIDDEN, scrub } from "./redact.ts";

/** Facts of a log line. */
type LogFields = Record<string, unknown>;

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
/** Longest name of a field that is written, characters. Chosen: ours have under 20, and a stranger's may be a text. */
const MAX_NAME = 64;
/** Entries of one list or object that are written. Chosen: what has more is data, and the line would be cut. */
const MAX_ENTRIES = 20;
/** Longest line, characters. Chosen: 4 KiB are written at once by every system. */
const MAX_LINE = 4000;
/** Steps of a stack that are written. Chosen: where it was thrown, and who called. */
const MAX_STEPS = 6;

/**
 * Makes a log.
 * @param write Takes one line with its line feed.
 * @param options `now`: ISO time of a line. `secrets`: values that are never written, wherever they stand. `trail`: where a line belongs.
 * @see SPEC A9, X12
 */
export function createLog(
  write: (line: string) => void,
  { now = () => new Date().toISOString(), secrets = [], trail = () => ({}) }: {
    now?: () => string;
    secrets?: readonly (string | undefined)[];
    trail?: () => LogFields;
  } = {},
): Log {
  const known = secrets.filter((secret) => secret !== undefined);
  const line = (level: string) => (event: string, fields: LogFields = {}) => {
    const clean = cleaned(fields, { depth: 0, known }) as LogFields;
    const head = { time: now(), level, event, ...trail() };
    // JSON escapes line feeds and control characters.
    const text = JSON.stringify({ ...head, ...clean });
    const short = text.length <= MAX_LINE ? text : JSON.stringify({
      ...head,
      // In it every quote counts twice.
      cut: text.slice(0, MAX_LINE / 2),
    }).slice(0, MAX_LINE * 2);
    write(`${short}\n`);
  };
  return { info: line("info"), warn: line("warn"), error: line("error") };
}

/** Writes to standard error. */
export function stderrLog(
  options: {
    secrets?: readonly (string | undefined)[];
    trail?: () => LogFields;
  } = {},
): Log {
  const encoder = new TextEncoder();
  return createLog((line) => {
    Deno.stderr.writeSync(encoder.encode(line));
  }, options);
}

interface Cleaning {
  depth: number;
  known: readonly string[];
}

function cleaned(value: unknown, at: Cleaning): unknown {
  const deeper = { ...at, depth: at.depth + 1 };
  if (typeof value === "string") return redacted(value, at.known);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (at.depth >= MAX_DEPTH) return "…";
  if (value instanceof Error) {
    const { name, message, cause } = value;
    // An expected refusal says all in its words; where it was thrown says nothing.
    return value instanceof DomainError
      ? cleaned({ reason: value.code, message, cause }, at)
      : cleaned({ name, message, cause, steps: stepsOf(value) }, at);
  }
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ENTRIES).map((item) => cleaned(item, deeper));
  }
  return Object.fromEntries(
    Object.entries(value).slice(0, MAX_ENTRIES).map(([key, item]) => [
      key.slice(0, MAX_NAME),
      SECRET.test(key) && item !== undefined ? HIDDEN : cleaned(item, deeper),
    ]),
  );
}

/** What programs send to prove who they are, and what stands in addresses after `?`. */
const PROOF = /\b(Bearer|Bot|Basic)\s+[^\s"',]+/gi;
const QUERY = /\?[^\s"']+/g;
/** What an address holds between `//` and `@`. */
const PASSWORD = /\/\/[^/\s@]+@/g;

function redacted(text: string, known: readonly string[]): string {
  const clean = text.replace(PROOF, `$1 ${HIDDEN}`)
    .replace(PASSWORD, `//${HIDDEN}@`).replace(QUERY, `?${HIDDEN}`);
  return scrub(clean, known);
}

/** Where an error was thrown, without its message, which the first lines of a stack repeat. */
function stepsOf({ stack }: Error): string[] {
  const steps = stack?.split("\n").filter((line) => /^ {4}at /.test(line));
  return (steps ?? []).slice(0, MAX_STEPS).map((line) =>
    line.trim().replace(/\(?file:\/\/\S*\/(?=[\w.-]+:\d)/, "")
  );
}
