/**
 * The picture in a window of its own, where browser and frame allow it. The
 * film goes on in the page's name: sync, gate and sound are as before.
 * @module
 */

/** `none`: not allowed here, or nothing is on. */
type PictureInPictureState = "none" | "off" | "on";

/** Tells the state now and at each change. @returns The disposer. */
export function watchPictureInPicture(
  tell: (state: PictureInPictureState) => void,
): () => void {
  // Firefox has a button of its own and no such interface.
  if (!document.pictureInPictureEnabled) {
    tell("none");
    return () => {};
  }
  const look = () => tell(document.pictureInPictureElement ? "on" : "off");
  look();
  const events = ["enterpictureinpicture", "leavepictureinpicture"];
  for (const name of events) document.addEventListener(name, look);
  return () => {
    for (const name of events) document.removeEventListener(name, look);
  };
}

/** Puts the video of an element into its own window, or takes it back. @param id Of the element. */
export function togglePictureInPicture(id: string): void {
  if (!document.pictureInPictureEnabled) return;
  const done = document.pictureInPictureElement
    ? document.exitPictureInPicture()
    : videoIn(id)?.requestPictureInPicture();
  // Refused (no user gesture, no picture yet): the page stays as it is.
  done?.catch(() => {});
}

/** The video that shows something: Kaltura's player brings one of its own. */
function videoIn(id: string): HTMLVideoElement | undefined {
  const videos = document.getElementById(id)?.querySelectorAll("video") ?? [];
  return [...videos].find(({ readyState }) =>
    readyState > HTMLMediaElement.HAVE_NOTHING
  );
}
