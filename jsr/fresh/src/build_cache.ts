import type { AnyComponent, Middleware, RouteConfig } from "./types.ts";

/** A module under the routes folder. */
export interface RouteModule {
  default?: unknown;
  handler?: unknown;
  handlers?: unknown;
  config?: RouteConfig;
}

/** A file under the routes folder: its path there, with `/`, and its module. */
export interface RouteFile {
  path: string;
  module: RouteModule;
}

/** An island's component, and where the browser finds it. */
export interface IslandEntry {
  component: AnyComponent;
  /** Name of the export in the chunk. */
  exportName: string;
  /** URL path of the chunk. */
  url: string;
}

/** A static file, ready to be sent. */
export interface StaticFile {
  contentType: string;
  /** Weak identity of the content. */
  hash: string;
  /** The name changes with the content. */
  isImmutable: boolean;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** What a build hands to an app. */
export interface BuildCache {
  buildId: string;
  isDev: boolean;
  routes: RouteFile[];
  islands: IslandEntry[];
  /** URL path of the script that starts islands. */
  bootUrl: string;
  /** URL paths that each chunk imports, for preloading. */
  imports: Record<string, string[]>;
  /** @param path URL path, decoded. */
  staticFile(path: string): Promise<StaticFile | null>;
  /** Development only: middleware that reloads pages. */
  devMiddleware?: Middleware<unknown>;
}

const caches = new WeakMap<object, BuildCache>();

/** Gives a build to an app. */
export function setBuildCache(app: object, cache: BuildCache): void {
  caches.set(app, cache);
}

/** The build of an app; `null` when it runs without one. */
export function getBuildCache(app: object): BuildCache | null {
  return caches.get(app) ?? null;
}
