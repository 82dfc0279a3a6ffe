import type { ComponentChildren } from "preact";

let collected: ComponentChildren[] | null = null;

/** Adds its children to the document's `<head>`. The stand-in does so on the server only. */
export function Head({ children }: { children?: ComponentChildren }): null {
  collected?.push(children);
  return null;
}

/** Runs a rendering, adding what it puts into the head to `head`. */
export function collectHead(
  head: ComponentChildren[],
  render: () => string,
): string {
  collected = head;
  try {
    return render();
  } finally {
    collected = null;
  }
}
