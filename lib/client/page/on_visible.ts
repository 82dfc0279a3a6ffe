/**
 * The moments at which a person sees the page again: its tab comes back, the
 * phone wakes, the browser lets it run on.
 * @module
 */

/** Events that say so. `resume` and `pageshow`: a page that the browser had frozen. */
const EVENTS = ["visibilitychange", "resume"] as const;

/** Calls back at each such moment; where there is no page, never. @returns The disposer. */
export function onPageVisible(react: () => void): () => void {
  if (!("document" in globalThis)) return () => {};
  const onChange = () => {
    if (document.visibilityState === "visible") react();
  };
  for (const type of EVENTS) document.addEventListener(type, onChange);
  globalThis.addEventListener("pageshow", onChange);
  return () => {
    for (const type of EVENTS) document.removeEventListener(type, onChange);
    globalThis.removeEventListener("pageshow", onChange);
  };
}
