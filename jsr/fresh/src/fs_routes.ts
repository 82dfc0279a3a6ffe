import type { PageResponse } from "./page.ts";
import { renderComponent } from "./render.ts";
import { type Command, inside } from "./scopes.ts";
import type { AnyComponent, RouteModule } from "./modules.ts";
import type {
  HandlerByMethod,
  HandlerFn,
  Method,
  Middleware,
} from "./types.ts";

/** Turns the files below `routes/` into commands, by the documented conventions. */
export function fileCommands<State>(
  files: [path: string, module: RouteModule][],
): Command<State>[] {
  const setup: Command<State>[] = [];
  const routes: { rank: string; command: Command<State> }[] = [];
  for (const [file, module] of files) {
    const name = file.replace(/\.\w+$/, "");
    const base = name.slice(name.lastIndexOf("/") + 1);
    const path = patternOf(name.slice(0, -base.length), true);
    if (!base.startsWith("_")) {
      const pattern = module.config?.routeOverride ?? patternOf(name);
      const steps = [routeStep<State>(module)];
      routes.push({
        rank: rankOf(pattern),
        // A method that the file does not handle is 404 in Fresh, unlike those of `app.get()`.
        command: { type: "route", method: "ALL", pattern, path, steps },
      });
      continue;
    }
    const component = module.default as AnyComponent;
    if (base === "_app") setup.push({ type: "wrapper", component });
    if (base === "_layout") {
      setup.push({ type: "layout", path, component, config: module.config });
    }
    if (base === "_middleware") {
      setup.push({ type: "use", path, steps: middlewaresOf(module) });
    }
    if (base === "_error") {
      setup.push({ type: "error", path, step: routeStep(module) });
    }
    if (base === "_404") {
      setup.push({ type: "notFound", step: routeStep(module) });
    }
  }
  routes.sort((a, b) => a.rank < b.rank ? -1 : 1);
  return [...setup, ...routes.map(({ command }) => command)];
}

/** `blog/[slug]/index` → `/blog/:slug`; `(group)` folders leave a trace only in what they give. */
export function patternOf(name: string, keepGroups = false): string {
  const parts = name.split("/")
    .filter((part) => part && (keepGroups || !/^\(.*\)$/.test(part)));
  if (parts.at(-1) === "index") parts.pop();
  const pattern = parts.map((part) =>
    "/" +
    part.replace(/^\[\.\.\.(\w+)\]$/, ":$1*").replace(/\[(\w+)\]/g, ":$1")
  ).join("").replace(/\/\[(:\w+)\]/g, "{/$1}?");
  return pattern.startsWith("{/")
    ? `/${pattern.replace("{/", "{")}`
    : pattern || "/";
}

/** Sorts patterns segment by segment: literals, then parameters, then rests. */
function rankOf(pattern: string): string {
  return pattern.split("/").map((part) =>
    part.endsWith("*") ? "2" : part.includes(":") ? "1" : "0"
  ).join("");
}

function middlewaresOf<State>(module: RouteModule): Middleware<State>[] {
  const exported = module.default ?? module.handler ?? module.handlers ?? [];
  return [exported].flat() as Middleware<State>[];
}

function handlersOf<State>(module: RouteModule) {
  return (module.handler ?? module.handlers ?? {}) as
    | HandlerFn<unknown, State>
    | HandlerByMethod<unknown, State>;
}

/** The handler of a route or error page, then its component. */
function routeStep<State>(module: RouteModule): Middleware<State> {
  const handlers = handlersOf<State>(module);
  const component = module.default as AnyComponent | undefined;
  return async function route(ctx) {
    ctx.frame = inside(ctx.frame, { config: module.config ?? {} });
    const method = ctx.req.method as Method;
    const handle = typeof handlers === "function"
      ? handlers
      : handlers[method] ?? (method === "HEAD" ? handlers.GET : undefined);
    const isPage = component && (method === "GET" || method === "HEAD");
    if (!handle && !isPage) return ctx.next();
    const result: Response | PageResponse<unknown> = await handle?.(ctx) ??
      { data: undefined };
    if (result instanceof Response) return result;
    if (!component) {
      throw new TypeError(`${ctx.route} has data, but no component`);
    }
    const { data, headers } = result;
    const content = await renderComponent(component, ctx, { data });
    if (content instanceof Response) return content;
    const status = result.status ?? ctx.status;
    return ctx.render(content, headers ? { status, headers } : { status });
  };
}
