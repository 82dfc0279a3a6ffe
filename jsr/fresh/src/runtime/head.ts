import type { ComponentChildren } from "preact";

let collected: ComponentChildren[] | null = null;

/** Adds its children to the document's `<head>`. */
export function Head({ children }: { children?: ComponentChildren }): null {
  collected?.push(children);
  return null;
}

/** Runs a rendering and tells what it put into the head. */
export function collectHead(
  render: () => string,
): { html: string; head: ComponentChildren[] } {
  const head: ComponentChildren[] = [];
  collected = head;
  try {
    return { html: render(), head };
  } finally {
    collected = null;
  }
}
