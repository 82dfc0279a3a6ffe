import type { ComponentChildren, ComponentType } from "preact";
import type { BuildCache } from "./build_cache.ts";
import type { AnyComponent } from "./modules.ts";
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

/** Options of an upgrade. */
export interface UpgradeOptions {
  /** Seconds without a pong after which the socket is closed. */
  idleTimeout?: number;
  /** Sub-protocol to negotiate. */
  protocol?: string;
}

/** Callbacks of a managed socket. */
export interface WebSocketHandlers {
  /** Called when the connection is established. */
  open?(socket: WebSocket): void;
  /** Called when a message arrived. */
  message?(socket: WebSocket, event: MessageEvent): void;
  /** Called when the connection is closed. */
  close?(socket: WebSocket, code: number, reason: string): void;
  /** Called when the connection failed. */
  error?(socket: WebSocket, event: Event | ErrorEvent): void;
}

/** What surrounds rendered content; layouts are outermost first. */
export interface Frame {
  wrapper: AnyComponent | null;
  layouts: AnyComponent[];
}

/** A request on its way through the app; middlewares and handlers share it. */
export interface Context<State> {
  /** The incoming request. */
  readonly req: Request;
  /** Its URL. */
  readonly url: URL;
  /** What the connection is. */
  readonly info: Deno.ServeHandlerInfo;
  /** Decoded parameters of the matched pattern, as `decodeURI` does. */
  params: Record<string, string>;
  /** Data that earlier middlewares left. */
  state: State;
  /** The matched pattern; `null` when none did. */
  route: string | null;
  /** What a route threw; on error pages. `null` where no route was found. */
  error: unknown;
  /** Goes on to the next step. */
  next: () => Promise<Response>;
  /** Internal: what surrounds rendered content. */
  frame: Frame;
  /** Internal: status of a page that says none. */
  status: number;
  /** Internal: the app's build. */
  readonly build: BuildCache | null;
  /** Answers with a redirect; `//` in a path becomes `/`. */
  redirect(pathOrUrl: string, status?: number): Response;
  /** Renders JSX inside the layouts and the app wrapper. */
  render(content: ComponentChildren, init?: ResponseInit): Promise<Response>;
  /** Answers with JSON. */
  json(data: unknown, init?: ResponseInit): Response;
  /** Answers with plain text. */
  text(text: string, init?: ResponseInit): Response;
  /** Answers with HTML. */
  html(html: string, init?: ResponseInit): Response;
  /** Upgrades to a WebSocket that the handlers serve. */
  upgrade(handlers: WebSocketHandlers, options?: UpgradeOptions): Response;
  /** Upgrades and hands the bare socket over. */
  upgrade(
    options?: UpgradeOptions,
  ): { socket: WebSocket; response: Response };
}

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
