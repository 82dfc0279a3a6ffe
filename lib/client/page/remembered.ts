/**
 * What this device remembers of a person's choices. Partitioned frames may
 * refuse storage; then nothing is remembered.
 * @module
 */

/** @returns What was remembered under a key; `null` where nothing was, or storage is closed. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Remembers, where the device allows it. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Where storage is refused, nothing is remembered.
  }
}
