import { getBuildCache } from "./build_cache.ts";
import { RequestContext } from "./context.ts";
import { fileCommands } from "./fs_routes.ts";
import { HttpError } from "./http_error.ts";
import { registerIslands } from "./islands.ts";
import { Router } from "./router.ts";
import { type Command, Scopes } from "./scopes.ts";
import type { AnyComponent, LayoutConfig } from "./modules.ts";
import type {
  Context,
  Method,
  Middleware,
  UpgradeOptions,
  WebSocketHandlers,
} from "./types.ts";

/** Options of `app.listen()`: those of `Deno.serve()`. */
export type ListenOptions = Partial<
  Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem
>;

/** A handler of requests, as `Deno.serve` wants it. */
export type Handler = (
  request: Request,
  info?: Deno.ServeHandlerInfo,
) => Promise<Response>;

/** The application: middlewares, routes and how they are rendered. Each applies to what is added after it. */
export class App<State> {
  #commands: Command<State>[] = [];

  /** @throws {TypeError} On options: the stand-in has none. */
  constructor(...options: never[]) {
    if (options.length > 0) {
      throw new TypeError(
        "Cannot take options of an app (basePath, …) as this stand-in for Fresh has none",
      );
    }
  }

  #add(command: Command<State>): this {
    this.#commands.push(command);
    return this;
  }

  #on(method: Method | "ALL") {
    return (path: string, ...steps: Middleware<State>[]): this =>
      this.#add({ type: "route", method, pattern: path, path, steps });
  }

  /** Adds middlewares, for all paths or those at and below `path`. */
  use(...steps: Middleware<State>[]): this;
  use(path: string, ...steps: Middleware<State>[]): this;
  use(first: string | Middleware<State>, ...rest: Middleware<State>[]): this {
    return typeof first === "string"
      ? this.#add({ type: "use", path: first, steps: rest })
      : this.#add({ type: "use", path: "*", steps: [first, ...rest] });
  }

  /** Handles GET, and HEAD where it has no handler. */
  get = this.#on("GET");
  /** Handles POST. */
  post = this.#on("POST");
  /** Handles PUT. */
  put = this.#on("PUT");
  /** Handles PATCH. */
  patch = this.#on("PATCH");
  /** Handles DELETE. */
  delete = this.#on("DELETE");
  /** Handles HEAD. */
  head = this.#on("HEAD");
  /** Handles every method. */
  all = this.#on("ALL");

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
    return this.#add({ type: "files" });
  }

  /** Sets the outermost component of pages. */
  appWrapper(component: AnyComponent): this {
    return this.#add({ type: "wrapper", component });
  }

  /** Sets the layout of pages at and below `path`, inside those of parent paths. */
  layout(path: string, component: AnyComponent, config?: LayoutConfig): this {
    return this.#add({ type: "layout", path, component, config });
  }

  /** Answers whatever 404 is caught. */
  notFound(step: Middleware<State>): this {
    return this.#add({ type: "notFound", step });
  }

  /** Answers what middlewares and routes at and below `path` throw; `ctx.error` tells what. */
  onError(path: string, step: Middleware<State>): this {
    return this.#add({ type: "error", path, step });
  }

  /** Makes the function that answers requests. */
  handler(): Handler {
    const cache = getBuildCache(this);
    if (cache) registerIslands(cache.islands);
    const router = new Router<Middleware<State>[]>();
    const scopes = new Scopes<State>();
    const apply = (command: Command<State>): void => {
      if (command.type === "files") {
        fileCommands<State>(cache?.routes ?? []).forEach(apply);
      } else if (command.type === "route") {
        const steps = [...scopes.stepsTo(command.path), ...command.steps];
        router.add(command.method, command.pattern, steps);
      } else scopes.apply(command);
    };
    this.#commands.forEach(apply);
    const unmatched = scopes.stepsTo("*");

    return async (request, info = NO_INFO) => {
      const ctx = new RequestContext<State>(request, info, cache);
      const match = router.find(request.method, ctx.url.pathname);
      ctx.params = match?.params ?? {};
      ctx.route = match?.pattern ?? null;
      const end = () => {
        if (!match || match.value) throw new HttpError(404);
        if (request.method !== "OPTIONS") throw new HttpError(405);
        const headers = { allow: match.methods.join(", ") };
        return new Response(null, { status: 204, headers });
      };
      try {
        const response = await run(ctx, match?.value ?? unmatched, end);
        return request.method === "HEAD" && response.body
          ? new Response(null, response)
          : response;
      } catch (error) {
        return lastAnswer(error);
      }
    };
  }

  /** Serves the app until `options.signal` ends it. */
  async listen(options: ListenOptions = {}): Promise<void> {
    await Deno.serve(options, this.handler()).finished;
  }
}

/** Runs steps one inside the other, and `end` in the last one. */
async function run<State>(
  ctx: Context<State>,
  [step, ...rest]: Middleware<State>[],
  end: () => Response,
): Promise<Response> {
  if (!step) return end();
  const { next } = ctx;
  ctx.next = () => run(ctx, rest, end);
  try {
    return await step(ctx);
  } catch (error) {
    ctx.error = error;
    throw error;
  } finally {
    ctx.next = next;
  }
}

const NO_INFO: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 0 },
  completed: Promise.resolve(),
};

function lastAnswer(error: unknown): Response {
  const status = error instanceof HttpError ? error.status : 500;
  // deno-lint-ignore no-console -- the last place that knows of it
  if (status >= 500) console.error(error);
  return error instanceof HttpError
    ? new Response(error.message, { status })
    : new Response("Internal server error", { status });
}
