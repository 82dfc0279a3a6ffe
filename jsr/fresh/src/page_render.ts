import {
  type ComponentChildren,
  Fragment,
  h,
  options,
  type VNode,
} from "preact";
import { useContext } from "preact/hooks";
import type { IslandEntry } from "./build_cache.ts";
import type { AnyComponent } from "./modules.ts";
import { asset, assetSrcSet } from "./runtime/asset.ts";
import { IsInHead } from "./runtime/head.ts";

/** An island on a page: where it came from, and its props. */
export interface RenderedIsland {
  entry: IslandEntry;
  props: Record<string, unknown>;
}

/** What a page has come to so far. */
export interface PageRender {
  islands: RenderedIsland[];
  isInIsland: boolean;
  /** Elements of `<Head>` by identity, until the document's `<head>` takes them. */
  head: Map<string, VNode>;
  /** Which of `html`, `head` and `body` were rendered. */
  tags: Set<string>;
  /** Goes on all scripts and styles. */
  nonce: string;
}

/** A page of which nothing is rendered yet. */
export function newPage(): PageRender {
  return {
    islands: [],
    isInIsland: false,
    head: new Map(),
    tags: new Set(),
    nonce: crypto.randomUUID().replaceAll("-", ""),
  };
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

/** What `<Head>` moves to the document's head. */
const HEAD_TYPES = [
  "title",
  "meta",
  "link",
  "script",
  "style",
  "base",
  "noscript",
  "template",
];

/** Makes the component that stands for an element of a type and key. */
type Replacement = (key: unknown) => PageElement;

const replacements = new Map<unknown, Replacement>([
  ["html", () => (props) => document("html", props)],
  ["head", () => DocumentHead],
  ["body", () => (props) => document("body", props)],
  ["img", () => (props) => rawElement("img", withLockedUrls(props))],
  ["source", () => (props) => rawElement("source", withLockedUrls(props))],
  ...HEAD_TYPES.map((type) =>
    [type, (key: unknown) => headElement(type, key)] as const
  ),
]);

/** Renders another component wherever `type` is used. */
export function replaceElement(type: AnyComponent, by: PageElement): void {
  replacements.set(type, () => by);
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
  if ("f-client-nav" in (vnode.props ?? {})) {
    throw new TypeError(
      "Cannot use f-client-nav: this stand-in for Fresh has no partials",
    );
  }
  const by = isRaw ? undefined : replacements.get(vnode.type)?.(vnode.key);
  if (by) vnode.type = by as VNode["type"];
  previous?.(vnode);
};

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

function document(type: string, props: Props): VNode {
  current?.tags.add(type);
  return rawElement(type, props);
}

/** The document's head, and at its end what of `<Head>` replaced nothing in it. */
function DocumentHead(
  { children, ...props }: { children?: ComponentChildren },
) {
  const rest = h(
    () => h(Fragment, null, [...current?.head.values() ?? []]),
    {},
  );
  return document("head", { ...props, children: [children, rest] });
}

/**
 * An element that `<Head>` may move: inside it nothing is rendered in place,
 * elsewhere one of the same identity from a `<Head>` stands in for it.
 */
function headElement(type: string, key: unknown): PageElement {
  return (props: Props) => {
    const isInHead = useContext(IsInHead);
    const isNonced = (type === "script" || type === "style") && !props.nonce;
    const own = rawElement(type, {
      ...props,
      ...isNonced && current ? { nonce: current.nonce } : {},
      ...key ? { "data-key": key } : {},
    });
    if (!current) return own;
    const identity = identityOf(type, { key, props });
    if (isInHead) {
      current.head.set(identity, own);
      return null;
    }
    const moved = current.head.get(identity);
    current.head.delete(identity);
    return moved ?? own;
  };
}

/** Observed of Fresh 2.3: the key, else the type and the values of what does not tell the content. */
function identityOf(
  type: string,
  { key, props }: { key: unknown; props: Props },
): string {
  if (key) return String(key);
  if (type === "title") return type;
  const isContent = (name: string) =>
    ["children", "nonce", "ref"].includes(name) ||
    (type === "meta" && name === "content") ||
    (type === "link" && name === "href");
  return Object.keys(props).filter((name) => !isContent(name)).sort()
    .reduce((text, name) => {
      return name === "dangerouslySetInnerHTML"
        ? text + props[name].__html
        : `${text}::${props[name]}`;
    }, type);
}
