/**
 * The app's own route files, without a build: for tests that ask the API in
 * their own process.
 * @module
 */
import type { App, Middleware } from "fresh";
import type { State } from "@/lib/server/define.ts";

const METHODS = ["get", "post", "put", "delete"] as const;
type Handlers = Record<string, Middleware<State>>;

/**
 * Adds the routes of `routes/api`, each under the path that its file names,
 * behind the middlewares of its folders.
 */
export async function addApiRoutes(app: App<State>): Promise<void> {
  await addFolder(app, { folder: "routes/api", path: "/api" });
}

async function addFolder(
  app: App<State>,
  { folder, path }: { folder: string; path: string },
): Promise<void> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const names = entries.map(({ name }) => name);
  if (names.includes("_middleware.ts")) {
    const { handler } = await load(`${folder}/_middleware.ts`);
    app.use(path, handler as unknown as Middleware<State>);
  }
  // What is named before what is matched.
  entries.sort((a, b) => Number(isPattern(a.name)) - Number(isPattern(b.name)));
  for (const { name, isDirectory } of entries) {
    const part = segmentOf(name);
    if (isDirectory) {
      await addFolder(app, {
        folder: `${folder}/${name}`,
        path: `${path}/${part}`,
      });
    } else if (!name.startsWith("_")) {
      const { handler } = await load(`${folder}/${name}`);
      const route = part === "index" ? path : `${path}/${part}`;
      for (const method of METHODS) {
        const handle = handler[method.toUpperCase()];
        if (handle) app[method](route, handle);
      }
    }
  }
}

async function load(path: string): Promise<{ handler: Handlers }> {
  return await import(new URL(`../../${path}`, import.meta.url).href);
}

function isPattern(name: string): boolean {
  return name.startsWith("[");
}

/** As Fresh reads names: `[id]` is a parameter. */
function segmentOf(name: string): string {
  return name.replace(/\.ts$/, "").replace(/^\[(\w+)\]$/, ":$1");
}
