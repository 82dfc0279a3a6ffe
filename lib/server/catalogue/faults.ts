/**
 * What a catalogue's failures and refusals mean to a person. An upstream's own
 * words go to the log only.
 * @module
 */
import { DomainError, type ErrorCode } from "../../shared/errors.ts";

/** Codes of a {@linkcode CatalogueFault}. */
export type CatalogueCode =
  | Extract<ErrorCode, `gateway_${string}`>
  | "bad_gateway_answer"
  | "no_catalogue"
  | "unknown_video";

const SENTENCES: Record<CatalogueCode, string> = {
  gateway_unavailable:
    "The video library is not responding. Try again in a moment.",
  gateway_timeout:
    "The video library is taking too long. Try again in a moment.",
  gateway_busy: "The video library is busy. Try again in a moment.",
  gateway_auth_failed:
    "The video library does not know you. Close Cowatch and open it again.",
  gateway_refused: "The video library refused this. Try something else.",
  gateway_misconfigured:
    "The video library is not set up right here. Tell whoever runs this Cowatch.",
  no_catalogue:
    "The video library has no Kaltura account behind it yet. Tell whoever runs this Cowatch.",
  bad_gateway_answer:
    "The video library sent something that cannot be read. Try again later.",
  unknown_video: "This video does not exist, or is not for you.",
};

/** Options of {@linkcode CatalogueFault}. */
export interface CatalogueFaultOptions {
  /** Logged, never sent. */
  cause?: unknown;
  /** Status that an upstream's refusal is passed on with. */
  status?: number;
  /** See the field. @default {null} */
  retryInMs?: number | null;
}

/** A catalogue failed or refused. */
export class CatalogueFault extends DomainError {
  /** Shortest wait before the same call may help, ms; `null` when it cannot. */
  readonly retryInMs: number | null;

  /** @param code Decides the sentence. */
  constructor(code: CatalogueCode, options: CatalogueFaultOptions = {}) {
    super(code, SENTENCES[code], options);
    this.retryInMs = options.retryInMs ?? null;
  }
}

/** Codes for which samples may stand in: the catalogue failed, rather than refused a wish. */
const OUTAGES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "gateway_unavailable",
  "gateway_timeout",
  "gateway_auth_failed",
  "gateway_misconfigured",
  "no_catalogue",
]);

/** Whether an error means that the catalogue failed. @see SPEC V5 */
export function isOutage(error: unknown): boolean {
  return error instanceof DomainError && OUTAGES.has(error.code);
}

/** No connection, timeout, 5xx: the upstream itself is ill. */
export function isFailure(error: unknown): boolean {
  return error instanceof DomainError &&
    (error.code === "gateway_unavailable" || error.code === "gateway_timeout");
}

/** The catalogue does not take the person's pass. */
export function isRefusedPerson(error: unknown): boolean {
  return error instanceof DomainError && error.code === "gateway_auth_failed";
}

/** The catalogue has no such call: it answered with what does not fit, or has no such path. */
export function isUnable(error: unknown): boolean {
  return error instanceof DomainError &&
    (error.code === "bad_gateway_answer" ||
      error.code === "gateway_misconfigured");
}
