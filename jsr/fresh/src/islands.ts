import { Fragment, h, options, type VNode } from "preact";
import type { BuildCache, IslandEntry } from "./build_cache.ts";
import { stringify } from "./serialize.ts";
import type { AnyComponent } from "./types.ts";

/** An island on a page: where it came from, and its props. */
export interface RenderedIsland {
  entry: IslandEntry;
  props: Record<string, unknown>;
}

const entries = new Map<AnyComponent, IslandEntry>();
const boundaries = new Map<AnyComponent, AnyComponent>();

/** Islands of the page that is rendered now; rendering is synchronous. */
let collected: RenderedIsland[] | null = null;
/** Whether an island is being rendered now: islands inside it are plain components. */
let isInside = false;
let isRaw = false;

/** Makes components known as islands. */
export function registerIslands(islands: IslandEntry[]): void {
  for (const entry of islands) {
    entries.set(entry.component, entry);
    boundaries.set(entry.component, boundaryOf(entry));
  }
}

/** Runs a rendering and tells which islands it met. */
export function collectIslands<T>(
  render: () => T,
): { result: T; islands: RenderedIsland[] } {
  const islands: RenderedIsland[] = [];
  collected = islands;
  try {
    return { result: render(), islands };
  } finally {
    collected = null;
    isInside = false;
  }
}

/** Preact tells of every element as it is made: the one place to catch islands by identity. */
const previous = options.vnode;
options.vnode = (vnode: VNode) => {
  const boundary = isRaw ? undefined : boundaries.get(
    vnode.type as AnyComponent,
  );
  if (boundary) vnode.type = boundary as VNode["type"];
  previous?.(vnode);
};

function boundaryOf(entry: IslandEntry): AnyComponent {
  return function IslandBoundary(props: Record<string, unknown>) {
    isRaw = true;
    const island = h(entry.component, props);
    isRaw = false;
    if (!collected || isInside) return island;
    const index = collected.length;
    collected.push({ entry, props });
    return h(
      Fragment,
      null,
      comment(`fresh:${index}`),
      h(Inside, { start: true }),
      island,
      h(Inside, { start: false }),
      comment("/fresh"),
    );
  };
}

/** Siblings render in order, so these two tell when an island is being rendered. */
function Inside({ start }: { start: boolean }) {
  isInside = start;
  return null;
}

function comment(text: string): VNode {
  return h(Fragment as AnyComponent, { UNSTABLE_comment: text });
}

/** Text of the tags that load and start islands. */
export function islandScript(
  islands: RenderedIsland[],
  cache: BuildCache,
): { preload: string; script: string } {
  const urls = [...new Set(islands.map(({ entry }) => entry.url))];
  const chunks = [cache.bootUrl, ...urls];
  const preloads = new Set([
    ...chunks,
    ...chunks.flatMap((url) => cache.imports[url] ?? []),
  ]);
  const names = islands.map(({ entry }) =>
    `m${urls.indexOf(entry.url)}[${JSON.stringify(entry.exportName)}]`
  );
  const props = stringify(islands.map((island) => island.props));
  const code = [
    `import{boot}from${JSON.stringify(cache.bootUrl)};`,
    ...urls.map((url, i) => `import*as m${i} from${JSON.stringify(url)};`),
    `boot([${names.join(",")}],${inScript(JSON.stringify(props))});`,
  ].join("");
  return {
    preload: [...preloads]
      .map((url) => `<link rel="modulepreload" href="${url}">`)
      .join(""),
    script: `<script type="module">${code}</script>`,
  };
}

/** JSON that cannot end the script it stands in. */
function inScript(json: string): string {
  return json
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}
