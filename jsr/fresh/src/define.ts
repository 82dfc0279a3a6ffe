import type { ComponentChildren } from "preact";
import type {
  HandlerByMethod,
  HandlerFn,
  Middleware,
  PageProps,
  RouteHandler,
} from "./types.ts";

type DataOf<Handler> = Handler extends HandlerFn<infer Data, never> ? Data
  : Handler extends HandlerByMethod<infer Data, never> ? Data
  : unknown;

/** Helpers that only add types; see {@linkcode createDefine}. */
export interface Define<State> {
  /** Types route handlers. */
  handlers<Data, Handlers extends RouteHandler<Data, State>>(
    handlers: Handlers & RouteHandler<Data, State>,
  ): Handlers;
  /** Types a page component; `Handler` is the type of the route's handlers. */
  page<Handler = unknown>(
    render: (
      props: PageProps<DataOf<Handler>, State>,
    ) => ComponentChildren | Promise<ComponentChildren>,
  ): typeof render;
  /** Types a layout or app wrapper. */
  layout(
    render: (
      props: PageProps<unknown, State>,
    ) => ComponentChildren | Promise<ComponentChildren>,
  ): typeof render;
  /** Types a middleware, or several. */
  middleware<M extends Middleware<State> | Middleware<State>[]>(fn: M): M;
}

/** Makes the `define` helpers for one type of `ctx.state`. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (render) => render,
    layout: (render) => render,
    middleware: (fn) => fn,
  };
}
