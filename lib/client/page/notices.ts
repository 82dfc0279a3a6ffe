/**
 * Short messages to the person; the newest replaces the one before.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Notice } from "../model/notices.ts";

/** Says things to the person. */
interface Notices {
  newest: ReadonlySignal<Notice | null>;
  /** Says a sentence that is good to know. */
  tell(text: string): void;
  /** Says what did not work. */
  fail(text: string): void;
}

/** Makes them; nothing is said yet. */
export function createNotices(): Notices {
  const newest = signal<Notice | null>(null);
  const say = (tone: Notice["tone"]) => (text: string) => {
    newest.value = { id: (newest.peek()?.id ?? 0) + 1, tone, text };
  };
  return { newest, tell: say("info"), fail: say("error") };
}
