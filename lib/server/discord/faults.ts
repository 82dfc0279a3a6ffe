/**
 * What Discord's failures and refusals mean to a person.
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import { inWords } from "../limits/quota.ts";
import type { HttpAnswer } from "../upstream/http_client.ts";
import { scrub } from "../log/redact.ts";

/** What is said where Discord names no wait, s. Chosen: its limits mostly last seconds. */
const DEFAULT_WAIT_S = 60;

const PublicError = v.object({
  error: v.optional(v.string()),
  error_description: v.optional(v.string()),
  message: v.optional(v.string()),
  code: v.optional(v.number()),
});

/**
 * Discord's own refusal, with its status (docs/design.md, "HTTP").
 * @param secrets What was sent. Only Discord's known words go on, without these.
 * @see SPEC A5
 */
export function refused(
  { status, json }: HttpAnswer,
  secrets: readonly (string | undefined)[],
): DomainError {
  const told = v.safeParse(PublicError, json);
  const details = Object.fromEntries(
    Object.entries(told.success ? told.output : {}).map(([name, value]) => [
      name,
      typeof value === "string" ? scrub(value, secrets) : value,
    ]),
  );
  return new DomainError(
    "discord_refused",
    "Discord did not accept this sign-in. Close Cowatch and open it again.",
    { details, status, cause: `Discord: status ${status}` },
  );
}

/** Discord asks for time. @param waitMs How much, `null` when untold. */
export function busy(waitMs: number | null): DomainError {
  return new DomainError(
    "discord_unavailable",
    `Discord is busy. Try again ${
      inWords(waitMs === null ? DEFAULT_WAIT_S : waitMs / 1000)
    }.`,
    {
      status: 429,
      cause: "Discord: status 429",
      ...(waitMs === null
        ? {}
        : { details: { retryAfterS: Math.ceil(waitMs / 1000) } }),
    },
  );
}

/**
 * Discord does not know this application's bot: a setting is wrong, and no
 * person can put it right by trying again.
 * @param status What Discord answered.
 */
export function botRefused(status: number): DomainError {
  return new DomainError(
    "discord_misconfigured",
    "Cowatch is not set up right: Discord refuses its bot. Tell whoever runs it.",
    { cause: `Discord refuses DISCORD_BOT_TOKEN: status ${status}` },
  );
}

/** Discord fails. @param cause Logged, never sent. @param status The status that is passed on. */
export function down(cause: unknown, status?: number): DomainError {
  return new DomainError(
    "discord_unavailable",
    "Discord is not responding. Try again in a moment.",
    { cause, ...(status === undefined ? {} : { status }) },
  );
}
