import type {
  BuildCache,
  IslandEntry,
  RouteFile,
  RouteModule,
} from "../build_cache.ts";
import type { AnyComponent } from "../types.ts";

/** A file of a build, as its manifest knows it. */
export interface ManifestFile {
  contentType: string;
  hash: string;
  isImmutable: boolean;
}

/** What a production build wrote about itself. */
export interface Snapshot {
  /** Folder that holds `static/`, as a file path. */
  root: string;
  buildId: string;
  bootUrl: string;
  imports: Record<string, string[]>;
  /** By URL path. */
  files: Record<string, ManifestFile>;
  routes: [path: string, module: RouteModule][];
  islands: [module: Record<string, unknown>, url: string][];
}

/** Makes the cache of a production build. */
export function createDiskCache(snapshot: Snapshot): BuildCache {
  const { root, files, buildId, bootUrl, imports } = snapshot;
  const known = new Map(Object.entries(files));
  return {
    buildId,
    bootUrl,
    imports,
    isDev: false,
    routes: snapshot.routes.map(([path, module]): RouteFile => ({
      path,
      module,
    })),
    islands: snapshot.islands.flatMap(([module, url]) =>
      islandsOf(module, url)
    ),
    staticFile(path) {
      const file = known.get(path);
      return Promise.resolve(
        file
          ? { ...file, read: () => Deno.readFile(`${root}/static${path}`) }
          : null,
      );
    },
  };
}

/** Every exported function of an island's module is an island. */
export function islandsOf(
  module: Record<string, unknown>,
  url: string,
): IslandEntry[] {
  return Object.entries(module).flatMap(([exportName, component]) =>
    typeof component === "function"
      ? [{ component: component as AnyComponent, exportName, url }]
      : []
  );
}
