import type { Signal } from "@preact/signals";
import { shared } from "../shared.ts";

/** Counts a signal that islands share, and a module's own. */
export default function Counter(
  { count, name }: { count: Signal<number>; name: string },
) {
  return (
    <button
      type="button"
      id={name}
      onClick={() => {
        count.value++;
        shared.value++;
      }}
    >
      {name} {count} {shared}
    </button>
  );
}
