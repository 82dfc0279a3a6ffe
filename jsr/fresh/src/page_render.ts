import {
  type ComponentChildren,
  h,
  options,
  toChildArray,
  type VNode,
} from "preact";
import type { RenderedIsland } from "./islands.ts";
import { asset, assetSrcSet } from "./runtime/asset.ts";
import { Head } from "./runtime/head.ts";
import type { AnyComponent } from "./types.ts";

/** What a page has come to so far. */
export interface PageRender {
  islands: RenderedIsland[];
  isInIsland: boolean;
  /** Children of `<Head>`. */
  head: ComponentChildren[];
  /** Goes on inline scripts and styles. */
  nonce: string | undefined;
}

let current: PageRender | null = null;

/** The page that is being rendered now; rendering is synchronous. */
export function pageInRender(): PageRender | null {
  return current;
}

/** Renders, noting what comes up in `page`. */
export function renderInto(page: PageRender, render: () => string): string {
  current = page;
  try {
    return render();
  } finally {
    current = null;
    page.isInIsland = false;
  }
}

// deno-lint-ignore no-explicit-any -- of any element
type Props = Record<string, any>;
type PageElement = (props: Props) => VNode | null;

const replacements = new Map<unknown, PageElement>([
  ["head", DocumentHead],
  [Head, ({ children }) => {
    current?.head.push(children);
    return null;
  }],
  ["script", element("script", withNonce)],
  ["style", element("style", withNonce)],
  ["img", element("img", withLockedUrls)],
  ["source", element("source", withLockedUrls)],
]);

/** Renders another component wherever `type` is used. */
export function replaceElement(type: AnyComponent, by: PageElement): void {
  replacements.set(type, by);
}

function element(type: string, change: (props: Props) => Props): PageElement {
  return (props: Props) => rawElement(type, change(props));
}

let isRaw = false;

/** Makes an element whose type is not replaced. */
export function rawElement(type: string | AnyComponent, props: object): VNode {
  isRaw = true;
  try {
    return h(type as AnyComponent, props);
  } finally {
    isRaw = false;
  }
}

// Preact tells of each element as it is made: the one place to catch them all.
const previous = options.vnode;
options.vnode = (vnode) => {
  const by = isRaw ? undefined : replacements.get(vnode.type);
  if (by) vnode.type = by as VNode["type"];
  previous?.(vnode);
};

function withNonce(props: Props): Props {
  const nonce = current?.nonce;
  return nonce && !props.src ? { nonce, ...props } : props;
}

/** Documented under "Static files": URLs of images are cacheable for ever, unless the tag opts out. */
function withLockedUrls(props: Props): Props {
  const { src, srcset } = props;
  if ("data-fresh-disable-lock" in props) return props;
  return {
    ...props,
    ...src ? { src: asset(src) } : {},
    ...srcset ? { srcset: assetSrcSet(srcset) } : {},
  };
}

/** The wrapper's `<head>` and what `<Head>` adds; of equal titles and keys the last one wins. */
function DocumentHead(
  { children, ...props }: { children?: ComponentChildren },
) {
  const all = toChildArray([children, ...current?.head ?? []]);
  const last = new Map(all.map((child, i) => [identityOf(child) ?? i, i]));
  const kept = all.filter((child, i) => last.get(identityOf(child) ?? i) === i);
  return rawElement("head", { ...props, children: kept });
}

function identityOf(child: ReturnType<typeof toChildArray>[number]) {
  if (typeof child !== "object") return undefined;
  return child.type === "title" ? "title" : child.key && `key:${child.key}`;
}
