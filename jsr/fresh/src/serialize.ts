import { computed, Signal } from "@preact/signals";
import { uneval } from "devalue";

/** What computed signals have in common, and plain ones have not. */
const COMPUTED = Object.getPrototypeOf(computed(() => null));

/**
 * Writes props as JavaScript, in which `signal` and `computed` are known. What
 * is one thing in two places stays one. Nothing in it can end a script tag.
 * @throws {Error} On functions and class instances.
 */
export function toSource(props: unknown): string {
  return uneval(props, (value, js) => {
    if (!(value instanceof Signal)) return undefined;
    return Object.getPrototypeOf(value) === COMPUTED
      ? js`computed(()=>(${value.peek()}))`
      : js`signal(${value.peek()})`;
  });
}
