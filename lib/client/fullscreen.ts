/**
 * Full screen, where the browser and the frame around the page allow it.
 * @module
 */

/** `none`: not allowed here. */
export type FullscreenState = "none" | "off" | "on";

/** Tells the state now and at each change. @returns The disposer. */
export function watchFullscreen(
  tell: (state: FullscreenState) => void,
): () => void {
  const look = () => {
    if (!document.fullscreenEnabled) tell("none");
    else tell(document.fullscreenElement ? "on" : "off");
  };
  look();
  document.addEventListener("fullscreenchange", look);
  return () => document.removeEventListener("fullscreenchange", look);
}

/** Enters full screen with an element, or leaves it. @param id Of the element. */
export function toggleFullscreen(id: string): void {
  if (!document.fullscreenEnabled) return;
  const done = document.fullscreenElement
    ? document.exitFullscreen()
    : document.getElementById(id)?.requestFullscreen();
  // Refused (no user gesture, or the embedder forbids it): the page stays as it is.
  done?.catch(() => {});
}
