/**
 * New permissions for one video, shared by all who need one at about the same
 * time.
 * @module
 */

/** Time for which a renewed permission is not renewed again, ms. Chosen: every quality has been tried with it. */
const RENEWAL_HOLDS_MS = 10_000;

/**
 * Makes a function that renews a permission, or gives the one that was renewed
 * just before.
 * @param renew Asks for another manifest; without it nothing can be renewed.
 * @returns The manifest's new address.
 */
export function createRenewal(
  renew: (() => Promise<{ manifestUrl: string }>) | undefined,
): () => Promise<string> {
  let last: { sinceMs: number; asked: Promise<string> } | null = null;
  return () => {
    if (!renew) return Promise.reject(new Error("there is no way to renew"));
    const nowMs = performance.now();
    if (!last || nowMs - last.sinceMs > RENEWAL_HOLDS_MS) {
      const asked = renew().then(({ manifestUrl }) => manifestUrl);
      asked.catch(() => last = null);
      last = { sinceMs: nowMs, asked };
    }
    return last.asked;
  };
}
