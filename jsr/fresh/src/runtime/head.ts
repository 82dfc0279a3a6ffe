import type { ComponentChildren } from "preact";

/** Adds its children to the document's `<head>`; the stand-in does so on the server only. */
export function Head(_props: { children?: ComponentChildren }): null {
  return null;
}
