/**
 * Stand-in for `jsr:@fresh/core` 2.3: the documented API that this app uses.
 * Why it exists, and how to do without it: docs/decisions/001.
 * @module
 */
export { App, type ListenOptions } from "./app.ts";
export { createDefine, type Define } from "./define.ts";
export type { LayoutConfig, RouteConfig } from "./modules.ts";
export type {
  Context,
  Context as FreshContext,
  HandlerByMethod,
  HandlerFn,
  Method,
  Middleware,
  PageProps,
  RouteHandler,
  UpgradeOptions as WebSocketUpgradeOptions,
  WebSocketHandlers,
} from "./types.ts";
export { page, type PageResponse } from "./page.ts";
export { HttpError } from "./http_error.ts";
export { staticFiles } from "./middlewares/static_files.ts";
export { csp, type CSPOptions } from "./middlewares/csp.ts";
