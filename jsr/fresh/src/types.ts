import type { ComponentChildren, ComponentType } from "preact";
import type { Context } from "./context.ts";
import type { PageResponse } from "./page.ts";

/** Methods that a route may handle. */
export type Method =
  | "GET"
  | "POST"
  | "PUT"
  | "PATCH"
  | "DELETE"
  | "HEAD"
  | "OPTIONS";

/** A step of the request's way; calls `ctx.next()` to go on. */
export type Middleware<State> = (
  ctx: Context<State>,
) => Response | Promise<Response>;

/** A handler of a route: an answer, or data for the page component. */
export type HandlerFn<Data, State> = (
  ctx: Context<State>,
) =>
  | Response
  | PageResponse<Data>
  | Promise<Response | PageResponse<Data>>;

/** Handlers by method. */
export type HandlerByMethod<Data, State> = {
  [M in Method]?: HandlerFn<Data, State>;
};

/** What a route file may export as `handler` or `handlers`. */
export type RouteHandler<Data, State> =
  | HandlerFn<Data, State>
  | HandlerByMethod<Data, State>;

/** What a page, layout or app wrapper gets as props. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<
    Context<State>,
    "url" | "req" | "params" | "info" | "state" | "error" | "route"
  >
  & {
    data: Data;
    /** What is to be shown inside: of layouts and the app wrapper. */
    Component: ComponentType;
  };

/** A page, layout or app wrapper; an async one may answer by itself. */
export type PageComponent<Data, State> = (
  props: PageProps<Data, State>,
) => ComponentChildren | Promise<ComponentChildren | Response>;

/** What a layout may say about itself. */
export interface LayoutConfig {
  /** Leaves out the layouts of parent paths. */
  skipInheritedLayouts?: boolean;
  /** Leaves out the app wrapper. */
  skipAppWrapper?: boolean;
}

/** What a route file may export as `config`. */
export interface RouteConfig extends LayoutConfig {
  /** Pattern instead of the one that the file's place gives. */
  routeOverride?: string;
}

/** A component whose props nobody here knows. */
// deno-lint-ignore no-explicit-any -- components of any props are stored side by side
export type AnyComponent = ComponentType<any>;

/** A module below the routes folder. */
export interface RouteModule {
  default?: unknown;
  handler?: unknown;
  handlers?: unknown;
  config?: RouteConfig;
}
