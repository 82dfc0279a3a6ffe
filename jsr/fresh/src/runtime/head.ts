import { type ComponentChildren, createContext, h } from "preact";

/** Whether elements are inside a `<Head>`. */
export const IsInHead = createContext(false);

/** Adds its children to the document's `<head>`; the stand-in does so on the server only. */
export function Head(
  { children }: { children?: ComponentChildren },
): ComponentChildren {
  return h(IsInHead.Provider, { value: true, children });
}
