/**
 * Who saw an upstream fail. It is left alone only when several people did, and
 * over several items where the calls name one: a broken item is that item's
 * fault, and one person's trouble is theirs.
 * @module
 */
import { CircuitState, type IBreaker } from "cockatiel";

/** Who asks, and for what. */
export interface Witness {
  /** Whom the call is made for. */
  person: string;
  /** The one thing that the call is about, if there is one. */
  item?: string | undefined;
}

/** Failures in a row that open a breaker. Chosen: a restart of the upstream has one or two. */
const BREAK_AFTER = 5;
/** People that must have seen one, and items. Chosen: the fewest that is not one. */
const BREAK_BY = 2;

interface Witnesses {
  /** Notes a failure, before the breaker hears of it. */
  note(witness: Witness): void;
  breaker: IBreaker;
}

/** Makes one who has seen nothing. @see SPEC V20 */
export function createWitnesses(): Witnesses {
  let failures = 0;
  const people = new Set<string>();
  /** `null` stands for calls that are about no item. */
  const items = new Set<string | null>();
  return {
    note({ person, item }) {
      failures++;
      // What is enough need not be remembered.
      if (people.size < BREAK_BY) people.add(person);
      if (items.size < BREAK_BY) items.add(item ?? null);
    },
    breaker: {
      state: null,
      success() {
        failures = 0;
        people.clear();
        items.clear();
      },
      failure(state) {
        if (state !== CircuitState.Closed) return true;
        return failures >= BREAK_AFTER && people.size >= BREAK_BY &&
          (items.has(null) || items.size >= BREAK_BY);
      },
    },
  };
}
