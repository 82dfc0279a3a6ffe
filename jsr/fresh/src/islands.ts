import { Signal } from "@preact/signals";
import { Fragment, h, isValidElement, type VNode } from "preact";
import type { BuildCache, IslandEntry } from "./build_cache.ts";
import {
  pageInRender,
  rawElement,
  type RenderedIsland,
  replaceElement,
} from "./page_render.ts";
import { toSource } from "./serialize.ts";
import type { AnyComponent } from "./modules.ts";

/** Makes the functions that modules export known as islands. */
export function registerIslands(modules: BuildCache["islands"]): void {
  for (const [module, url] of modules) {
    for (const [exportName, component] of Object.entries(module)) {
      if (typeof component !== "function") continue;
      const entry = { component: component as AnyComponent, exportName, url };
      replaceElement(entry.component, boundaryOf(entry));
    }
  }
}

/** Wraps an island in marks by which the browser finds it; inside another island it is a plain component. */
function boundaryOf(entry: IslandEntry) {
  return function IslandBoundary(props: Record<string, unknown>) {
    const island = rawElement(entry.component, props);
    const page = pageInRender();
    if (!page || page.isInIsland) return island;
    refuseElements(entry, props);
    const index = page.islands.push({ entry, props }) - 1;
    // Siblings render in order, so these tell when an island is being rendered.
    const Inside = ({ is }: { is: boolean }) => {
      page.isInIsland = is;
      return null;
    };
    return h(
      Fragment,
      null,
      comment(`fresh:${index}`),
      h(Inside, { is: true }),
      island,
      h(Inside, { is: false }),
      comment("/fresh"),
    );
  };
}

function comment(text: string): VNode {
  return h(Fragment as AnyComponent, { UNSTABLE_comment: text });
}

function refuseElements(
  { component }: IslandEntry,
  props: Record<string, unknown>,
): void {
  for (const [name, value] of Object.entries(props)) {
    // To Preact a signal is an element too.
    const isElement = isValidElement(value) && !(value instanceof Signal);
    if (!isElement && (name !== "children" || value == null)) continue;
    throw new TypeError(
      `Cannot pass JSX to the island ${component.name} as "${name}": ` +
        "this stand-in for Fresh has no slots",
    );
  }
}

function scriptsOf(islands: RenderedIsland[]): string[] {
  return [...new Set(islands.map(({ entry }) => entry.url))];
}

/** Value of the `Link` header that preloads what starts islands. */
export function preloadHeader(
  islands: RenderedIsland[],
  cache: BuildCache,
): string {
  return [cache.bootUrl, ...scriptsOf(islands)]
    .map((url) => `<${encodeURI(url)}>; rel="modulepreload"; as="script"`)
    .join(", ");
}

/** HTML of the script that starts islands. */
export function bootScript(
  islands: RenderedIsland[],
  { cache, nonce }: { cache: BuildCache; nonce: string },
): string {
  const urls = scriptsOf(islands);
  const names = islands.map(({ entry }) =>
    `m${urls.indexOf(entry.url)}[${JSON.stringify(entry.exportName)}]`
  );
  const code = [
    `import { boot, computed, signal } from ${JSON.stringify(cache.bootUrl)};`,
    ...urls.map((url, i) => `import * as m${i} from ${JSON.stringify(url)};`),
    `boot([${names.join(",")}],${propsOf(islands)},`,
    `${JSON.stringify(cache.buildId)});`,
  ].join("");
  return `<script type="module" nonce="${nonce}">${code}</script>`;
}

function propsOf(islands: RenderedIsland[]): string {
  try {
    return toSource(islands.map(({ props }) => props));
  } catch (error) {
    const names = islands.map(({ entry }) => entry.component.name).join(", ");
    throw new TypeError(`Cannot serialize the props of islands (${names})`, {
      cause: error,
    });
  }
}
