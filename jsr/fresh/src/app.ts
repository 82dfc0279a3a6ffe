import { getBuildCache } from "./build_cache.ts";
import {
  Context,
  type UpgradeOptions,
  type WebSocketHandlers,
} from "./context.ts";
import { fsRoutes } from "./fs_routes.ts";
import { HttpError } from "./http_error.ts";
import { registerIslands } from "./islands.ts";
import type { Frame } from "./render.ts";
import { createPathRouter } from "./router.ts";
import type { AnyComponent, Method, Middleware } from "./types.ts";

/** Options of `app.listen()`. */
export interface ListenOptions {
  port?: number;
  hostname?: string;
  signal?: AbortSignal;
  onListen?: (address: Deno.NetAddr) => void;
}

/** A handler of requests, as `Deno.serve` wants it. */
export type Handler = (
  request: Request,
  info?: Deno.ServeHandlerInfo,
) => Promise<Response>;

/** One route with all that leads to it. */
export interface RouteEntry<State> {
  method: Method | "ALL";
  pattern: string;
  steps: Middleware<State>[];
  layouts: AnyComponent[];
  skipApp?: boolean;
  skipLayouts?: boolean;
}

type Command<State> =
  | { type: "use"; scope: string; steps: Middleware<State>[] }
  | { type: "route"; entry: RouteEntry<State> }
  | { type: "layout"; scope: string; component: AnyComponent }
  | { type: "error"; scope: string; step: Middleware<State> }
  | { type: "files" };

/** The application: middlewares, routes and how they are rendered, in the order in which they were added. */
export class App<State> {
  #commands: Command<State>[] = [];
  #wrapper: AnyComponent | null = null;
  #notFound: Middleware<State> | null = null;

  /** Adds middlewares, for all paths or those below `path`. */
  use(
    ...args: [string, ...Middleware<State>[]] | Middleware<State>[]
  ): this {
    const [first, ...rest] = args;
    const scope = typeof first === "string" ? first : "*";
    const steps = (typeof first === "string" ? rest : args) as Middleware<
      State
    >[];
    this.#commands.push({ type: "use", scope, steps });
    return this;
  }

  /** Handles GET (and HEAD). */
  get(path: string, ...steps: Middleware<State>[]): this {
    return this.#route("GET", path, steps);
  }
  /** Handles POST. */
  post(path: string, ...steps: Middleware<State>[]): this {
    return this.#route("POST", path, steps);
  }
  /** Handles PUT. */
  put(path: string, ...steps: Middleware<State>[]): this {
    return this.#route("PUT", path, steps);
  }
  /** Handles PATCH. */
  patch(path: string, ...steps: Middleware<State>[]): this {
    return this.#route("PATCH", path, steps);
  }
  /** Handles DELETE. */
  delete(path: string, ...steps: Middleware<State>[]): this {
    return this.#route("DELETE", path, steps);
  }
  /** Handles HEAD. */
  head(path: string, ...steps: Middleware<State>[]): this {
    return this.#route("HEAD", path, steps);
  }
  /** Handles every method. */
  all(path: string, ...steps: Middleware<State>[]): this {
    return this.#route("ALL", path, steps);
  }

  /** Serves a managed WebSocket. */
  ws(
    path: string,
    handlers: WebSocketHandlers,
    options?: UpgradeOptions,
  ): this {
    return this.get(path, (ctx) => ctx.upgrade(handlers, options));
  }

  /** Adds the routes of the `routes/` folder. */
  fsRoutes(): this {
    this.#commands.push({ type: "files" });
    return this;
  }

  /** Sets the outermost component of every page. */
  appWrapper(component: AnyComponent): this {
    this.#wrapper = component;
    return this;
  }

  /** Adds a layout for the pages below `path`. */
  layout(path: string, component: AnyComponent): this {
    this.#commands.push({ type: "layout", scope: path, component });
    return this;
  }

  /** Answers what no route does. */
  notFound(step: Middleware<State>): this {
    this.#notFound = step;
    return this;
  }

  /** Answers what was thrown, everywhere or below `path`. */
  onError(
    ...args: [string, Middleware<State>] | [Middleware<State>]
  ): this {
    const [scope, step] = args.length === 2 ? args : ["*", args[0]];
    this.#commands.push({ type: "error", scope, step: guard(step) });
    return this;
  }

  #route(
    method: Method | "ALL",
    pattern: string,
    steps: Middleware<State>[],
  ): this {
    const entry = { method, pattern, steps, layouts: [] };
    this.#commands.push({ type: "route", entry });
    return this;
  }

  /** Makes the function that answers requests. */
  handler(): Handler {
    const cache = getBuildCache(this);
    if (cache) registerIslands(cache.islands);
    const router = createPathRouter<RouteEntry<State>>();
    let wrapper = this.#wrapper;
    const before: { scope: string; step: Middleware<State> }[] = [];
    const layouts: { scope: string; component: AnyComponent }[] = [];
    let notFound = this.#notFound;

    const add = (entry: RouteEntry<State>) => {
      const { pattern } = entry;
      const applies = ({ scope }: { scope: string }) => covers(scope, pattern);
      const value: RouteEntry<State> = {
        ...entry,
        steps: [
          ...before.filter(applies).map(({ step }) => step),
          ...entry.steps,
        ],
        layouts: [
          ...(entry.skipLayouts
            ? []
            : layouts.filter(applies).map(({ component }) => component)),
          ...entry.layouts,
        ],
      };
      router.add(entry.method, { pattern, value });
    };

    if (cache?.devMiddleware) {
      before.push({ scope: "*", step: cache.devMiddleware });
    }
    for (const command of this.#commands) {
      switch (command.type) {
        case "use":
          for (const step of command.steps) {
            before.push({ scope: command.scope, step });
          }
          break;
        case "error":
          before.push(command);
          break;
        case "layout":
          layouts.push(command);
          break;
        case "route":
          add(command.entry);
          break;
        case "files": {
          const files = fsRoutes<State>(cache?.routes ?? []);
          wrapper ??= files.wrapper;
          notFound ??= files.notFound;
          if (files.error) before.push({ scope: "*", step: files.error });
          for (const entry of files.routes) add(entry);
        }
      }
    }

    const unmatched: RouteEntry<State> = {
      method: "ALL",
      pattern: "*",
      steps: before.filter(({ scope }) => scope === "*").map((b) => b.step),
      layouts: [],
    };

    return async (request, info = NO_INFO) => {
      const ctx = new Context<State>(request, info);
      const { pathname } = ctx.url;
      const match = router.find(request.method, pathname);
      const entry = match?.value ?? unmatched;
      ctx.params = match?.params ?? {};
      ctx.route = match ? entry.pattern : null;
      const frame: Frame = {
        app: entry.skipApp ? null : wrapper,
        layouts: entry.layouts,
        cache,
      };
      ctx.frame = frame;
      const steps = match ? entry.steps : [
        ...entry.steps,
        notFound ?? (() => {
          throw new HttpError(router.has(pathname) ? 405 : 404);
        }),
      ];
      try {
        const response = await run(ctx, steps);
        return request.method === "HEAD" && response.body
          ? new Response(null, response)
          : response;
      } catch (error) {
        return lastAnswer(error);
      }
    };
  }

  /** Serves the app. */
  async listen(options: ListenOptions = {}): Promise<void> {
    const { port = 8000 } = options;
    await Deno.serve({ ...options, port }, this.handler()).finished;
  }
}

/** Runs the steps one inside the other. */
export async function run<State>(
  ctx: Context<State>,
  steps: Middleware<State>[],
): Promise<Response> {
  const [step, ...rest] = steps;
  if (!step) throw new HttpError(404);
  const outer = ctx.next;
  ctx.next = () => run(ctx, rest);
  try {
    return await step(ctx);
  } finally {
    ctx.next = outer;
  }
}

/** Makes a step that answers what later ones throw. */
export function guard<State>(answer: Middleware<State>): Middleware<State> {
  return async function guarded(ctx) {
    try {
      return await ctx.next();
    } catch (error) {
      ctx.error = error;
      return await answer(ctx);
    }
  };
}

const NO_INFO: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 0 },
  completed: Promise.resolve(),
};

function covers(scope: string, pattern: string): boolean {
  if (scope === "*" || scope === "/") return true;
  return pattern === scope || pattern.startsWith(`${scope}/`);
}

function lastAnswer(error: unknown): Response {
  if (error instanceof HttpError) {
    return new Response(error.message, { status: error.status });
  }
  // deno-lint-ignore no-console -- the last place that knows of it
  console.error(error);
  return new Response("Internal server error", { status: 500 });
}
