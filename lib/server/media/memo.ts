/**
 * Keeps what is dear to make and asked for again and again, up to a bound;
 * what was asked for longest ago goes first.
 * @module
 */

/**
 * Makes a keeper.
 * @param limit Most entries.
 * @returns Gives what is kept under a key, or makes it.
 */
export function createMemo<T>(
  limit: number,
): (key: string, make: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, T>();
  return async (key, make) => {
    const value = kept.get(key) ?? await make();
    kept.delete(key);
    kept.set(key, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= limit) break;
      kept.delete(oldest);
    }
    return value;
  };
}
