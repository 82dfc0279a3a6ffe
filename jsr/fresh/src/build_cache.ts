import { setBuildId } from "./runtime/asset.ts";
import type { AnyComponent, RouteModule } from "./modules.ts";

/** A file that `staticFiles()` serves. */
export interface StaticFile {
  contentType: string;
  /** Identity of the content. */
  hash: string;
  /** The name changes with the content. */
  isImmutable: boolean;
  /** The content, or the file that holds it: its path after the build's `root`. */
  content: string | Uint8Array<ArrayBuffer>;
}

/** An island's component, and where the browser finds it. */
export interface IslandEntry {
  component: AnyComponent;
  /** Name of the export in the chunk. */
  exportName: string;
  /** URL path of the chunk. */
  url: string;
}

/** What a build hands to an app. */
export interface BuildCache {
  /** Folder of the files. */
  root: string;
  buildId: string;
  isDev: boolean;
  /** URL path of the script that starts islands. */
  bootUrl: string;
  /** URL paths that each chunk imports at once, for preloading. */
  imports: Record<string, string[]>;
  /** By URL path. */
  files: Record<string, StaticFile>;
  /** Files below the routes folder: path there, and module. */
  routes: [path: string, module: RouteModule][];
  /** Modules of islands, and the URL paths of their chunks. */
  islands: [module: Record<string, unknown>, url: string][];
}

const caches = new WeakMap<object, BuildCache>();

/** Gives a build to an app. `asset()` knows it from here on, also where no page is rendered. */
export function setBuildCache(app: object, cache: BuildCache): void {
  setBuildId(cache.buildId);
  caches.set(app, cache);
}

/** The build of an app; `null` when it runs without one. */
export function getBuildCache(app: object): BuildCache | null {
  return caches.get(app) ?? null;
}
