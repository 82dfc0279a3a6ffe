/**
 * Full screen, where the browser and the frame around the page allow it.
 * @module
 */

/** `none`: not allowed here. */
type FullscreenState = "none" | "off" | "on";

/** How long the pointer rests before the controls go, ms. Chosen: what players do. */
const REST_MS = 2500;

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

/** Marks an element `data-idle` while pointer and keys rest. @param id Of the element. @returns The disposer. */
export function markIdle(id: string): () => void {
  const element = document.getElementById(id);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = () => {
    clearTimeout(timer);
    element?.setAttribute("data-idle", "");
  };
  const wake = () => {
    clearTimeout(timer);
    element?.removeAttribute("data-idle");
    timer = setTimeout(rest, REST_MS);
  };
  const look = (event: Event) => {
    if (!isTouchOfPicture(event)) return wake();
    // A finger asks for the controls, or is done with them.
    if (event.type !== "pointerup") return;
    if (element?.hasAttribute("data-idle")) wake();
    else rest();
  };
  const events = ["pointermove", "pointerdown", "pointerup", "keydown"];
  for (const name of events) addEventListener(name, look);
  return () => {
    clearTimeout(timer);
    for (const name of events) removeEventListener(name, look);
  };
}

/** Whether a finger is on the picture, and not on what lies over it. */
export function isTouchOfPicture(event: Event): event is PointerEvent {
  return event instanceof PointerEvent && event.pointerType === "touch" &&
    event.target instanceof HTMLVideoElement;
}
