/**
 * The film that was left here another evening.
 * @module
 */
import type { ReadonlySignal } from "@preact/signals";
import type { Unfinished } from "../resume/unfinished.ts";

/** What can be gone on with. */
export interface ResumeModel {
  /** `null`: nothing, or not this person's to put on. */
  offer: ReadonlySignal<Unfinished | null>;
  /** Puts it on for everyone, where it was left. */
  goOn(): void;
  /** Forgets it. */
  dismiss(): void;
}
