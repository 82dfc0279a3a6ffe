/**
 * Work that is done once for the same thing.
 * @module
 */

/** Does something once for each value in a row. @param work Pure. */
export function forSame<In, Out>(work: (value: In) => Out): (value: In) => Out {
  let last: { value: In; result: Out } | null = null;
  return (value) => {
    if (last?.value !== value) last = { value, result: work(value) };
    return last.result;
  };
}
