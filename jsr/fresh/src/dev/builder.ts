import mime from "mime";
import { readdir } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { App, ListenOptions } from "../app.ts";
import {
  type BuildCache,
  setBuildCache,
  type StaticFile,
} from "../build_cache.ts";
import { buildId } from "./build_id.ts";
import { bundle } from "./bundle.ts";
import { checkCompilerOptions } from "./config.ts";
import { liveReload } from "./live_reload.ts";

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
  /** Files that are no routes or islands. Default: tests. */
  ignore?: RegExp[];
}

// deno-lint-ignore no-explicit-any -- an app of whatever state
type AnyApp = App<any>;

const TEST_FILE = /[._]test\.(?:[tj]sx?|mts)$/;
const SOURCE_FILE = /\.(?:[tj]sx?|mts)$/;

/** A build whose modules are still paths. */
interface Build extends Omit<BuildCache, "routes" | "islands"> {
  routes: [path: string, file: string][];
  islands: [file: string, url: string][];
}

/** Builds an app for production, or serves it with live reload. */
export class Builder {
  #options: Required<BuildOptions>;

  constructor(options: BuildOptions = {}) {
    const root = resolve(options.root ?? Deno.cwd());
    this.#options = {
      target: options.target ?? "safari15",
      root,
      serverEntry: resolve(root, options.serverEntry ?? "main.ts"),
      outDir: resolve(root, options.outDir ?? "_fresh"),
      staticDir: resolve(root, options.staticDir ?? "static"),
      islandDir: resolve(root, options.islandDir ?? "islands"),
      routeDir: resolve(root, options.routeDir ?? "routes"),
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
  ): Promise<(app: AnyApp) => void> {
    const build = await this.#build(options.mode === "development");
    if (options.snapshot !== "memory") await this.#write(build);
    const cache = await load(build);
    return (app) => setBuildCache(app, cache);
  }

  /**
   * Serves the app for development until `options.signal` ends it. Pages reload
   * when it starts anew: run it by `deno run --watch=static/,routes/ dev.ts`.
   */
  async listen(
    importApp: () => Promise<{ app: AnyApp } | AnyApp>,
    options: ListenOptions = {},
  ): Promise<void> {
    const cache = await load(await this.#build(true));
    const imported = await importApp();
    const app = "app" in imported ? imported.app : imported;
    setBuildCache(app, cache);
    const handler = app.handler();
    const reload = liveReload(options.signal);
    await Deno.serve(
      options,
      (request, info) => reload(request) ?? handler(request, info),
    ).finished;
  }

  async #build(isDev: boolean): Promise<Build> {
    const { root, target, islandDir, routeDir, staticDir } = this.#options;
    await checkCompilerOptions(root);
    const runtime = join(import.meta.dirname ?? "", "../runtime");
    const entries: Record<string, string> = {
      boot: `${runtime}/${isDev ? "boot_dev" : "boot"}.ts`,
    };
    const islandPaths = await this.#sources(islandDir);
    for (const path of islandPaths) {
      entries[islandName(path)] = join(islandDir, path);
    }
    const { outputs, imports } = await bundle({ root, entries, isDev, target });

    const files: Record<string, StaticFile> = {};
    for (const path of await filesBelow(staticDir)) {
      const content = join(staticDir, path);
      files[`/${path}`] = await staticFile(path, content);
    }
    const scripts = await Promise.all(
      [...outputs].map(async ([name, bytes]) =>
        [name, await staticFile(name, bytes)] as const
      ),
    );
    const urlOf = (name: string) => `/_fresh/js/${buildId}/${name}`;
    for (const [name, file] of scripts) {
      files[urlOf(name)] = { ...file, isImmutable: true };
    }
    return {
      root: "",
      buildId,
      isDev,
      bootUrl: urlOf("boot.js"),
      imports: Object.fromEntries(
        [...imports].map(([name, names]) => [urlOf(name), names.map(urlOf)]),
      ),
      files,
      routes: (await this.#sources(routeDir))
        .map((path) => [path, join(routeDir, path)]),
      islands: islandPaths.map((
        path,
      ) => [join(islandDir, path), urlOf(`${islandName(path)}.js`)]),
    };
  }

  async #sources(folder: string): Promise<string[]> {
    const { ignore } = this.#options;
    const paths = (await filesBelow(folder)).filter((path) =>
      SOURCE_FILE.test(path) && !ignore.some((pattern) => pattern.test(path))
    );
    const special = paths.find((path) => /(^|\/)\(_\w+\)\//.test(path));
    if (special) {
      throw new TypeError(
        `Cannot build ${special}: this stand-in for Fresh has no (_islands) and the like`,
      );
    }
    return paths;
  }

  /** Writes `server.js`, and files under `static/` as their URLs name them. */
  async #write(build: Build): Promise<void> {
    const { outDir, serverEntry } = this.#options;
    await Deno.mkdir(outDir, { recursive: true });
    await Deno.remove(outDir, { recursive: true });
    const files: Record<string, StaticFile> = {};
    for (const [url, file] of Object.entries(build.files)) {
      files[url] = { ...file, content: `/static${url}` };
      const path = join(outDir, "static", url);
      await Deno.mkdir(dirname(path), { recursive: true });
      await (typeof file.content === "string"
        ? Deno.copyFile(file.content, path)
        : Deno.writeFile(path, file.content));
    }
    const { routes, islands, ...rest } = build;
    const from = (file: string) => {
      const path = relative(outDir, file);
      return JSON.stringify(path.startsWith(".") ? path : `./${path}`);
    };
    const code = [
      `import { setBuildCache } from "fresh/internal";`,
      `import { app } from ${from(serverEntry)};`,
      ...routes.map(([, file], i) => `import * as r${i} from ${from(file)};`),
      ...islands.map(([file], i) => `import * as i${i} from ${from(file)};`),
      `const build = ${JSON.stringify({ ...rest, files }, null, 2)};`,
      `build.root = import.meta.dirname;`,
      `build.routes = [`,
      ...routes.map(([path], i) => `  [${JSON.stringify(path)}, r${i}],`),
      `];`,
      `build.islands = [`,
      ...islands.map(([, url], i) => `  [i${i}, ${JSON.stringify(url)}],`),
      `];`,
      `setBuildCache(app, build);`,
      `const fetch = app.handler();`,
      `export default { fetch };`,
    ];
    await Deno.writeTextFile(join(outDir, "server.js"), code.join("\n") + "\n");
  }
}

/** Imports the modules of a build. */
async function load(build: Build): Promise<BuildCache> {
  const routes: BuildCache["routes"] = [];
  const islands: BuildCache["islands"] = [];
  for (const [path, file] of build.routes) {
    routes.push([path, await import(pathToFileURL(file).href)]);
  }
  for (const [file, url] of build.islands) {
    islands.push([await import(pathToFileURL(file).href), url]);
  }
  return { ...build, routes, islands };
}

/** Paths of files, relative to the folder; a missing folder has none. */
async function filesBelow(folder: string): Promise<string[]> {
  try {
    const found = await readdir(folder, {
      recursive: true,
      withFileTypes: true,
    });
    return found.filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
      .sort();
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return [];
    throw error;
  }
}

function islandName(path: string): string {
  return `island-${path.replace(SOURCE_FILE, "").replaceAll("/", "-")}`;
}

async function staticFile(
  name: string,
  content: StaticFile["content"],
): Promise<StaticFile> {
  const bytes = typeof content === "string"
    ? await Deno.readFile(content)
    : content;
  const type = mime.getType(name) ?? "application/octet-stream";
  const isText = /^text\/|javascript|json|svg/.test(type);
  return {
    contentType: isText ? `${type}; charset=utf-8` : type,
    hash: await hashOf(bytes),
    isImmutable: false,
    content,
  };
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest, 0, 8).toHex();
}
