import { computed, Signal, signal } from "@preact/signals";
import * as devalue from "devalue";

/** Computed signals differ from plain ones in refusing to be set. */
const Computed = computed(() => null).constructor;

/**
 * Writes props as text. Signals keep their identity: one signal in two places
 * is one signal after {@linkcode parse}.
 * @throws {Error} On functions and class instances.
 */
export function stringify(value: unknown): string {
  return devalue.stringify(value, {
    Computed: (v: unknown) =>
      v instanceof Signal && v.constructor === Computed && [v.peek()],
    Signal: (v: unknown) => v instanceof Signal && [v.peek()],
  });
}

/** Reads what {@linkcode stringify} wrote. */
export function parse(text: string): unknown {
  return devalue.parse(text, {
    Computed: ([value]: [unknown]) => computed(() => value),
    Signal: ([value]: [unknown]) => signal(value),
  });
}
