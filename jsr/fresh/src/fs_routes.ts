import { h } from "preact";
import { guard, type RouteEntry } from "./app.ts";
import type { RouteFile, RouteModule } from "./build_cache.ts";
import type { Context } from "./context.ts";
import { HttpError } from "./http_error.ts";
import { PageResponse } from "./page.ts";
import { renderComponent } from "./render.ts";
import type {
  AnyComponent,
  HandlerByMethod,
  HandlerFn,
  Method,
  Middleware,
} from "./types.ts";

/** What the files of `routes/` come to. */
export interface FileRoutes<State> {
  wrapper: AnyComponent | null;
  error: Middleware<State> | null;
  notFound: Middleware<State> | null;
  routes: RouteEntry<State>[];
}

const METHODS: Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/** Turns files into routes, by the documented conventions. */
export function fsRoutes<State>(files: RouteFile[]): FileRoutes<State> {
  const special = new Map(
    files.map(({ path, module }) => [path.replace(/\.\w+$/, ""), module]),
  );
  const result: FileRoutes<State> = {
    wrapper: (special.get("_app")?.default as AnyComponent) ?? null,
    error: errorPage(special.get("_error") ?? special.get("_500")),
    notFound: notFoundPage(special.get("_404")),
    routes: [],
  };
  for (const { path, module } of files) {
    const name = path.replace(/\.\w+$/, "");
    if (name.split("/").at(-1)?.startsWith("_")) continue;
    const config = module.config ?? {};
    const folders = parents(name);
    const layouts = config.skipInheritedLayouts ? [] : folders.flatMap(
      (folder) => {
        const layout = special.get(`${folder}_layout`)?.default;
        return layout ? [layout as AnyComponent] : [];
      },
    );
    const leading = folders.flatMap((folder) => {
      const error = folder === ""
        ? null
        : errorPage<State>(special.get(`${folder}_error`));
      return [
        ...(error ? [error] : []),
        ...middlewares<State>(special.get(`${folder}_middleware`)),
      ];
    });
    const pattern = config.routeOverride ?? patternOf(name);
    for (const method of methodsOf(module)) {
      result.routes.push({
        method,
        pattern,
        steps: [...leading, routeStep<State>(module, method)],
        layouts,
        ...(config.skipAppWrapper ? { skipApp: true } : {}),
        ...(config.skipInheritedLayouts ? { skipLayouts: true } : {}),
      });
    }
  }
  return result;
}

/** `blog/[slug]/index` → `/blog/:slug`; `(group)` folders leave no trace. */
export function patternOf(name: string): string {
  const parts = name.split("/")
    .filter((part) => !/^\(.*\)$/.test(part))
    .map((part) =>
      part.replace(/^\[\.\.\.(\w+)\]$/, ":$1*").replace(/\[(\w+)\]/g, ":$1")
    );
  if (parts.at(-1) === "index") parts.pop();
  return `/${parts.join("/")}`;
}

/** Folders from the root down to the file's own, each ending in `/` but for the root. */
function parents(name: string): string[] {
  const parts = name.split("/").slice(0, -1);
  return ["", ...parts.map((_, i) => `${parts.slice(0, i + 1).join("/")}/`)];
}

function middlewares<State>(module?: RouteModule): Middleware<State>[] {
  const exported = module?.default ?? module?.handler ?? module?.handlers;
  if (!exported) return [];
  return (Array.isArray(exported) ? exported : [exported]) as Middleware<
    State
  >[];
}

function errorPage<State>(module?: RouteModule): Middleware<State> | null {
  const component = module?.default as AnyComponent | undefined;
  if (!component) return null;
  return guard<State>(async (ctx) => {
    const { error } = ctx;
    const status = error instanceof HttpError ? error.status : 500;
    if (status >= 500) {
      // deno-lint-ignore no-console -- the page shows no detail; somebody must know
      console.error(error);
    }
    return ctx.render(await renderComponent(component, ctx), { status });
  });
}

function notFoundPage<State>(module?: RouteModule): Middleware<State> | null {
  const component = module?.default as AnyComponent | undefined;
  if (!component) return null;
  return async (ctx) =>
    ctx.render(await renderComponent(component, ctx), { status: 404 });
}

function methodsOf(module: RouteModule): (Method | "ALL")[] {
  const handlers = module.handler ?? module.handlers;
  if (typeof handlers === "function") return ["ALL"];
  const byMethod = (handlers ?? {}) as HandlerByMethod<unknown, unknown>;
  return METHODS.filter((method) =>
    byMethod[method] || (method === "GET" && module.default)
  );
}

function routeStep<State>(
  module: RouteModule,
  method: Method | "ALL",
): Middleware<State> {
  const handlers = module.handler ?? module.handlers;
  const handle = typeof handlers === "function"
    ? handlers as HandlerFn<unknown, State>
    : (handlers as HandlerByMethod<unknown, State> | undefined)
      ?.[method as Method];
  const component = module.default as AnyComponent | undefined;
  return async function route(ctx: Context<State>) {
    const result = handle
      ? await handle(ctx)
      : new PageResponse<unknown>(undefined);
    if (result instanceof Response) return result;
    if (!component) {
      throw new TypeError(`Cannot render ${ctx.route} as it has no component`);
    }
    const content = await renderComponent(component, ctx, result.data);
    const { headers, status } = result;
    return await ctx.render(content ?? h("div", null), {
      ...(headers ? { headers } : {}),
      ...(status ? { status } : {}),
    });
  };
}
