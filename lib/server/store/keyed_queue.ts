/**
 * A queue for each key, here for each room: what an instance does to one room
 * happens in order, and does not race against itself.
 * @module
 */

interface KeyedQueue {
  /** Runs `step` when all earlier ones with this id are done. */
  run<T>(id: string, step: () => Promise<T>): Promise<T>;
}

/** Makes it; an empty queue leaves nothing behind. */
export function createKeyedQueue(): KeyedQueue {
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
