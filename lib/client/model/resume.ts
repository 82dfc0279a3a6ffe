/**
 * The film that was left here another evening.
 * @module
 */
import type { ReadonlySignal } from "@preact/signals";

/** A film that was left. */
interface LeftFilm {
  videoId: string;
  title: string;
  thumbnailUrl?: string | undefined;
  /** Where, s. */
  position: number;
  /** When, by this device's clock, ms since epoch. */
  leftAtMs: number;
}

/** What can be gone on with. */
export interface ResumeModel {
  /** `null`: nothing, or not this person's to put on. */
  offer: ReadonlySignal<LeftFilm | null>;
  /** Puts it on for everyone, where it was left. */
  goOn(): void;
  /** Forgets it. */
  dismiss(): void;
}
