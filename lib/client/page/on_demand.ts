/**
 * Parts of the page's script that come after its first frame.
 * @module
 */
import type { Signal } from "@preact/signals";
import { DomainError } from "../../shared/errors.ts";
import { t } from "../../shared/texts.ts";

/**
 * Loads a part.
 * @throws {DomainError} `internal`
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new DomainError("internal", t().discord.partMissing, { cause });
  }
}

/** A part that must be ended. */
interface Disposable {
  dispose(): void;
}

/**
 * Loads a part and keeps it in a signal for as long as what needs it is there.
 * @param part `null` until it has come, and from the end on.
 * @param options `load`: fetches its code and gives what makes it. `onFailed`: the code did not come.
 * @returns The disposer.
 */
export function keepLoaded<T extends Disposable>(
  part: Signal<T | null>,
  { load, onFailed }: {
    load(): Promise<() => T>;
    onFailed?(): void;
  },
): () => void {
  let isOver = false;
  load().then(
    (make) => {
      if (!isOver) part.value = make();
    },
    () => onFailed?.(),
  );
  return () => {
    isOver = true;
    part.peek()?.dispose();
    part.value = null;
  };
}
