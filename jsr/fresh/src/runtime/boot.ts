import { type ComponentType, h, hydrate } from "preact";
import { setBuildId } from "./asset.ts";

// For the props, which are written with them.
export { computed, signal } from "@preact/signals";

/**
 * Hydrates the islands of the page.
 * @param components Of the islands, in the order of their marks.
 * @param props Theirs.
 * @param buildId For `asset()`.
 */
export function boot(
  components: ComponentType<Record<string, unknown>>[],
  props: Record<string, unknown>[],
  buildId: string,
): void {
  setBuildId(buildId);
  for (const { index, start, end } of [...marks()]) {
    const component = components[index];
    if (component) {
      hydrate(h(component, props[index] ?? {}), range(start, end));
    }
  }
}

interface Mark {
  index: number;
  start: Comment;
  end: Comment;
}

function* marks(): Generator<Mark> {
  const walker = document.createTreeWalker(
    document.documentElement,
    NodeFilter.SHOW_COMMENT,
  );
  let open: { index: number; start: Comment } | null = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const found = /^fresh:(\d+)$/.exec(node.nodeValue ?? "");
    if (found) open = { index: Number(found[1]), start: node as Comment };
    else if (node.nodeValue === "/fresh" && open) {
      yield { ...open, end: node as Comment };
      open = null;
    }
  }
}

/** A stretch of siblings that Preact takes for an element of their own. */
function range(start: Comment, end: Comment): Element {
  const parent = start.parentNode as Element;
  const children: ChildNode[] = [];
  for (
    let node = start.nextSibling;
    node && node !== end;
    node = node.nextSibling
  ) children.push(node);
  const insert = (node: Node, before: Node | null) =>
    parent.insertBefore(node, before ?? end);
  return {
    nodeType: 1,
    parentNode: parent,
    ownerDocument: document,
    namespaceURI: parent.namespaceURI,
    firstChild: children[0] ?? null,
    childNodes: children,
    insertBefore: insert,
    appendChild: (node: Node) => insert(node, null),
    removeChild: (node: Node) => parent.removeChild(node),
    contains: (node: Node) => parent.contains(node),
  } as unknown as Element;
}
