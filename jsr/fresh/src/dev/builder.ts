import mime from "mime";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { App, ListenOptions } from "../app.ts";
import {
  type BuildCache,
  type RouteModule,
  setBuildCache,
  type StaticFile,
} from "../build_cache.ts";
import { bundle, SOURCE_DIR, stopBundler } from "./bundle.ts";
import { crawl, SOURCE_FILE, TEST_FILE } from "./crawl.ts";
import { islandsOf, type ManifestFile } from "./disk_cache.ts";
import { createLiveReload } from "./live_reload.ts";

/** Options of {@linkcode Builder}; paths are relative to `root`. */
export interface BuildOptions {
  /** What the browser must understand, as esbuild names it. @default {"safari15"} */
  target?: string | string[];
  /** @default {Deno.cwd()} */
  root?: string;
  /** @default {"main.ts"} */
  serverEntry?: string;
  /** @default {"_fresh"} */
  outDir?: string;
  /** @default {"static"} */
  staticDir?: string;
  /** @default {"islands"} */
  islandDir?: string;
  /** @default {"routes"} */
  routeDir?: string;
  /** Files that are no routes or islands. */
  ignore?: RegExp[];
}

/** Gives a build to an app. */
export type ApplySnapshot = <State>(app: App<State>) => void;

interface Assembly {
  buildId: string;
  urlOf: (name: string) => string;
  scripts: Map<string, Uint8Array<ArrayBuffer>>;
  imports: Record<string, string[]>;
  islandFiles: string[];
  routeFiles: string[];
}

/** Builds an app for production, or serves it with live reload. */
export class Builder {
  #options: Required<BuildOptions>;

  constructor(options: BuildOptions = {}) {
    const root = resolve(options.root ?? Deno.cwd());
    const within = (path: string) => resolve(root, path);
    this.#options = {
      target: options.target ?? "safari15",
      root,
      serverEntry: within(options.serverEntry ?? "main.ts"),
      outDir: within(options.outDir ?? "_fresh"),
      staticDir: within(options.staticDir ?? "static"),
      islandDir: within(options.islandDir ?? "islands"),
      routeDir: within(options.routeDir ?? "routes"),
      ignore: options.ignore ?? [TEST_FILE],
    };
  }

  /**
   * Builds for production.
   * @param options `snapshot`: `disk` writes `outDir`, `memory` writes nothing.
   * @returns A function that gives the build to an app.
   */
  async build(
    options: {
      mode?: "development" | "production";
      snapshot?: "disk" | "memory";
    } = {},
  ): Promise<ApplySnapshot> {
    const isDev = options.mode === "development";
    const assembly = await this.#assemble(isDev);
    await stopBundler();
    if (options.snapshot !== "memory") await this.#write(assembly);
    const cache = await this.#memoryCache(assembly, isDev);
    return (app) => setBuildCache(app, cache);
  }

  /** Serves the app, rebuilding and reloading pages on changes. */
  async listen(
    load: () => Promise<{ app: App<never> } | { app: App<unknown> }>,
    options: ListenOptions = {},
  ): Promise<void> {
    const { islandDir, staticDir, root } = this.#options;
    let cache = await this.#memoryCache(await this.#assemble(true), true);
    const reload = createLiveReload();
    const { app } = await load();
    const apply = () => {
      setBuildCache(app, { ...cache, devMiddleware: reload.middleware });
      return app.handler();
    };
    let handler = apply();

    const rebuild = async () => {
      try {
        cache = await this.#memoryCache(await this.#assemble(true), true);
        handler = apply();
        reload.notify();
      } catch (error) {
        // deno-lint-ignore no-console -- the developer looks here
        console.error(error);
      }
    };
    const server = Deno.serve(
      { ...options, port: options.port ?? 8000 },
      (request, info) => handler(request, info),
    );
    const folders = [islandDir, staticDir, `${root}/lib`, `${root}/components`];
    const watcher = Deno.watchFs(await existing(folders));
    options.signal?.addEventListener("abort", () => watcher.close());
    let timer: ReturnType<typeof setTimeout> | undefined;
    for await (const event of watcher) {
      if (event.kind === "access") continue;
      clearTimeout(timer);
      timer = setTimeout(rebuild, 100);
    }
    clearTimeout(timer);
    await server.finished;
    await stopBundler();
  }

  async #assemble(isDev: boolean): Promise<Assembly> {
    const { root, target, islandDir, routeDir, staticDir, ignore } =
      this.#options;
    const sources = async (folder: string) =>
      (await crawl(folder, ignore)).filter((path) => SOURCE_FILE.test(path));
    const islandFiles = await sources(islandDir);
    const entries: Record<string, string> = {
      boot: `${SOURCE_DIR}/runtime/${isDev ? "boot_dev" : "boot"}.ts`,
    };
    for (const path of islandFiles) {
      entries[islandName(path)] = `${islandDir}/${path}`;
    }
    const { outputs, imports } = await bundle({ root, entries, isDev, target });
    const parts = [...outputs].sort(([a], [b]) => a < b ? -1 : 1)
      .map(([, bytes]) => bytes);
    for (const path of await crawl(staticDir)) {
      parts.push(await Deno.readFile(`${staticDir}/${path}`));
    }
    const buildId = await hashOf(parts);
    const urlOf = (name: string) => `/_fresh/js/${buildId}/${name}`;
    const closure = (name: string, seen = new Set<string>()) => {
      for (const next of imports.get(name) ?? []) {
        if (!seen.has(next)) closure(next, seen.add(next));
      }
      return seen;
    };
    return {
      buildId,
      urlOf,
      scripts: outputs,
      imports: Object.fromEntries(
        [...outputs.keys()].map((name) => [
          urlOf(name),
          [...closure(name)].map(urlOf),
        ]),
      ),
      islandFiles,
      routeFiles: await sources(routeDir),
    };
  }

  async #memoryCache(
    assembly: Assembly,
    isDev: boolean,
  ): Promise<BuildCache> {
    const { routeDir, islandDir, staticDir } = this.#options;
    const { buildId, urlOf, scripts, imports } = assembly;
    const load = (path: string) => import(pathToFileURL(path).href);
    const routes = [];
    for (const path of assembly.routeFiles) {
      const module: RouteModule = await load(`${routeDir}/${path}`);
      routes.push({ path, module });
    }
    const islands = [];
    for (const path of assembly.islandFiles) {
      const module: Record<string, unknown> = await load(
        `${islandDir}/${path}`,
      );
      islands.push(...islandsOf(module, urlOf(`${islandName(path)}.js`)));
    }
    const prefix = urlOf("");
    return {
      buildId,
      isDev,
      routes,
      islands,
      bootUrl: urlOf("boot.js"),
      imports,
      async staticFile(path) {
        if (path.startsWith(prefix)) {
          const bytes = scripts.get(path.slice(prefix.length));
          return bytes ? memoryFile(path, bytes) : null;
        }
        const file = resolve(staticDir, `.${path}`);
        if (!file.startsWith(`${staticDir}/`)) return null;
        try {
          return await diskFile(file);
        } catch (error) {
          if (isMissing(error)) return null;
          throw error;
        }
      },
    };
  }

  async #write(assembly: Assembly): Promise<void> {
    const { outDir, staticDir, routeDir, islandDir, serverEntry } =
      this.#options;
    const { urlOf, scripts } = assembly;
    await Deno.remove(outDir, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
    const files: Record<string, ManifestFile> = {};
    const put = async (url: string, bytes: Uint8Array<ArrayBuffer>) => {
      const isImmutable = url.startsWith("/_fresh/");
      const { contentType, hash } = await memoryFile(url, bytes);
      files[url] = { contentType, hash, isImmutable };
      const path = `${outDir}/static${url}`;
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), {
        recursive: true,
      });
      await Deno.writeFile(path, bytes);
    };
    for (const path of await crawl(staticDir)) {
      await put(`/${path}`, await Deno.readFile(`${staticDir}/${path}`));
    }
    for (const [name, bytes] of scripts) await put(urlOf(name), bytes);

    const { routeFiles, islandFiles, buildId, imports } = assembly;
    const from = (path: string) => JSON.stringify(pathFrom(outDir, path));
    const code = [
      `import { createDiskCache, setBuildCache } from "fresh/internal";`,
      `import { app } from ${from(serverEntry)};`,
      ...routeFiles.map((path, i) =>
        `import * as r${i} from ${from(`${routeDir}/${path}`)};`
      ),
      ...islandFiles.map((path, i) =>
        `import * as i${i} from ${from(`${islandDir}/${path}`)};`
      ),
      `setBuildCache(app, createDiskCache({`,
      `  root: import.meta.dirname,`,
      `  buildId: ${JSON.stringify(buildId)},`,
      `  bootUrl: ${JSON.stringify(urlOf("boot.js"))},`,
      `  imports: ${JSON.stringify(imports)},`,
      `  files: ${JSON.stringify(files)},`,
      `  routes: [${
        routeFiles.map((path, i) => `[${JSON.stringify(path)}, r${i}]`)
      }],`,
      `  islands: [${
        islandFiles.map((path, i) =>
          `[i${i}, ${JSON.stringify(urlOf(`${islandName(path)}.js`))}]`
        )
      }],`,
      `}));`,
      `const fetch = app.handler();`,
      `export default { fetch };`,
      ``,
    ].join("\n");
    await Deno.writeTextFile(`${outDir}/server.js`, code);
  }
}

function islandName(path: string): string {
  return `island-${path.replace(SOURCE_FILE, "").replaceAll("/", "-")}`;
}

function pathFrom(folder: string, path: string): string {
  const up = folder.split("/");
  const down = path.split("/");
  while (up.length > 0 && up[0] === down[0]) {
    up.shift();
    down.shift();
  }
  return [...up.map(() => ".."), ...down].join("/");
}

async function memoryFile(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<StaticFile> {
  return {
    contentType: contentTypeOf(path),
    hash: await hashOf([bytes]),
    isImmutable: path.startsWith("/_fresh/"),
    read: () => Promise.resolve(bytes),
  };
}

async function diskFile(path: string): Promise<StaticFile> {
  const { isFile, mtime, size } = await Deno.stat(path);
  if (!isFile) throw new Deno.errors.NotFound(path);
  return {
    contentType: contentTypeOf(path),
    hash: `${size}-${mtime?.getTime() ?? 0}`,
    isImmutable: false,
    read: () => Deno.readFile(path),
  };
}

function contentTypeOf(path: string): string {
  const type = mime.getType(path) ?? "application/octet-stream";
  return /^text\/|javascript|json|svg/.test(type)
    ? `${type}; charset=utf-8`
    : type;
}

function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.NotADirectory;
}

async function hashOf(parts: Uint8Array<ArrayBuffer>[]): Promise<string> {
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest, 0, 8)]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function existing(folders: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    try {
      await Deno.stat(folder);
      found.push(folder);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return found;
}
