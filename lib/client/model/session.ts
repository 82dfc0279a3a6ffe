/**
 * Who this person is here, and how far they have come in.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Person } from "../../shared/person.ts";

/** Where start-up is. */
export type Phase =
  | { step: "idle" }
  | { step: "connecting" }
  | { step: "signing_in" }
  | { step: "joining" }
  | { step: "ready" }
  /** `reason` is a sentence for the person, `code` the server's word for it. */
  | { step: "failed"; reason: string; code?: string };

/** The person's way into the room. */
export interface SessionModel {
  phase: ReadonlySignal<Phase>;
  /** The signed-in person. */
  me: ReadonlySignal<Person | null>;
  /** Tries a failed start again. */
  retry(): void;
}

/** Nobody has come in. */
export const NO_SESSION: SessionModel = {
  phase: signal({ step: "idle" }),
  me: signal(null),
  retry() {},
};
