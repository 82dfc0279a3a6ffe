/**
 * What our server refuses, in the page's language: its `code` decides, its own
 * English sentence stands in for a code that is newer than this page.
 * @module
 */
import * as v from "valibot";
import type { ErrorCode } from "../../shared/errors.ts";
import { t } from "../../shared/texts.ts";
import { withoutAsking } from "./sentence.ts";

/** A refusal as it travels. */
interface Refused {
  /** The server's word for it. */
  code: string;
  /** The server's sentence. */
  error: string;
  /** Facts, from outside. */
  details?: unknown;
}

const Removal = v.object({ by: v.string(), retryAfterS: v.number() });
const Wait = v.object({ retryAfterS: v.pipe(v.number(), v.minValue(2)) });

/** The sentence of a refusal; it tells a wait that the server names. @see SPEC U76, A18 */
export function sentenceOfRefusal({ code, error, details }: Refused): string {
  if (!Object.hasOwn(t().refusals, code)) return error;
  const sentence = t().refusals[code as ErrorCode];
  if (code === "removed" && v.is(Removal, details)) {
    const who = t().errors.removedBy({ name: details.by });
    return `${who} ${waitOf(Math.ceil(details.retryAfterS))}`;
  }
  if (!v.is(Wait, details)) return sentence;
  const what = withoutAsking(sentence);
  // Another sentence stood there, which no wait follows.
  if (what === sentence) return sentence;
  return `${what} ${waitOf(Math.ceil(details.retryAfterS))}`;
}

function waitOf(seconds: number): string {
  if (seconds < 60) return t().errors.waitSeconds({ n: seconds });
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60
    ? t().errors.waitMinutes({ n: minutes })
    : t().errors.waitHours({ n: Math.ceil(minutes / 60) });
}
