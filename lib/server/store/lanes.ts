/**
 * One lane a room: what an instance does to one room happens in order, and
 * does not race against itself.
 * @module
 */

/** See the module. */
export interface Lanes {
  /** Runs `step` when all earlier ones of this lane are done. */
  run<T>(id: string, step: () => Promise<T>): Promise<T>;
}

/** Makes lanes; an unused one leaves nothing behind. */
export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(id, step) {
      const before = tails.get(id) ?? Promise.resolve();
      const result = before.then(step, step);
      tails.set(id, result);
      const leave = () => {
        if (tails.get(id) === result) tails.delete(id);
      };
      result.then(leave, leave);
      return result;
    },
  };
}
