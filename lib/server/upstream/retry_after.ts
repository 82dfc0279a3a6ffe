/**
 * How long an upstream asks to be left alone.
 * @module
 */
import * as v from "valibot";
import type { HttpAnswer } from "./http_client.ts";

const Seconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const Told = v.union([
  v.pipe(v.object({ retry_after: Seconds }), v.transform((b) => b.retry_after)),
  v.pipe(v.object({ retryAfter: Seconds }), v.transform((b) => b.retryAfter)),
]);

/**
 * The wait that an answer asks for, ms: `Retry-After` in seconds or as a date,
 * else `retry_after` in the body, in seconds (Discord's, exact to the ms).
 * @param nowMs ms since epoch.
 * @returns `null` when it asks for none.
 */
export function retryAfterMs(
  { headers, json }: Pick<HttpAnswer, "headers" | "json">,
  nowMs: number,
): number | null {
  const header = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000;
  // Without a letter it is no date of HTTP, though `Date.parse` may take it.
  const at = /[a-z]/i.test(header) ? Date.parse(header) : NaN;
  if (Number.isFinite(at)) return Math.max(0, at - nowMs);
  const body = v.safeParse(Told, json);
  return body.success ? body.output * 1000 : null;
}
