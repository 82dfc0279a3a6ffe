import type { ComponentChildren } from "preact";
import type { BuildCache } from "./build_cache.ts";
import { HttpError } from "./http_error.ts";
import { renderPage } from "./render.ts";
import type { Frame } from "./scopes.ts";

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

/** A request on its way through the app; middlewares and handlers share it. */
export class Context<State> {
  /** The incoming request. */
  readonly req: Request;
  /** Its URL. */
  readonly url: URL;
  /** What the connection is. */
  readonly info: Deno.ServeHandlerInfo;
  /** Decoded parameters of the matched pattern. */
  params: Record<string, string> = {};
  /** Data that earlier middlewares left. */
  state: State = {} as State;
  /** The matched pattern; `null` when none did. */
  route: string | null = null;
  /** What was thrown; on error pages. */
  error: unknown = null;
  /** Goes on to the next step. */
  next: () => Promise<Response> = () => Promise.reject(new HttpError(404));
  /** Internal: what surrounds rendered content. */
  frame: Frame = { wrapper: null, layouts: [] };
  /** Internal: the app's build. */
  readonly build: BuildCache | null;
  /** Internal: nonce of this answer's inline scripts and styles. */
  nonce: { value: string; isUsed: boolean } | null = null;

  constructor(
    req: Request,
    info: Deno.ServeHandlerInfo,
    build: BuildCache | null,
  ) {
    this.req = req;
    this.info = info;
    this.build = build;
    this.url = new URL(req.url);
    // `//host` in a path would lead elsewhere when it is used in a redirect.
    this.url.pathname = this.url.pathname.replace(/\/{2,}/g, "/");
  }

  /** Answers with a redirect. A target without a scheme stays on this host. */
  redirect(pathOrUrl: string, status = 302): Response {
    // Browsers drop tabs, and take `//host` and `/\host` for another host.
    const location = pathOrUrl.replace(/^\s*[/\\][/\\\t\r\n]*/, "/");
    return new Response(null, { status, headers: { location } });
  }

  /** Renders JSX inside the layouts and the app wrapper. */
  render(
    content: ComponentChildren,
    init: ResponseInit = {},
  ): Promise<Response> {
    return renderPage(this, { content, init });
  }

  /** Answers with JSON. */
  json(data: unknown, init?: ResponseInit): Response {
    return Response.json(data, init);
  }

  /** Answers with plain text. */
  text(text: string, init?: ResponseInit): Response {
    return new Response(text, init);
  }

  /** Answers with HTML. */
  html(html: string, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(html, { ...init, headers });
  }

  /** Upgrades to a WebSocket that the handlers serve. */
  upgrade(handlers: WebSocketHandlers, options?: UpgradeOptions): Response;
  /** Upgrades and hands the bare socket over. */
  upgrade(
    options?: UpgradeOptions,
  ): { socket: WebSocket; response: Response };
  /** @throws {HttpError} 400 when the request is no upgrade. */
  upgrade(
    first: WebSocketHandlers | UpgradeOptions = {},
    second: UpgradeOptions = {},
  ): Response | { socket: WebSocket; response: Response } {
    if (this.req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      throw new HttpError(400, "Expected a WebSocket upgrade request");
    }
    const isManaged = isHandlers(first);
    const upgraded = Deno.upgradeWebSocket(
      this.req,
      isManaged ? second : first,
    );
    if (!isManaged) return upgraded;
    attach(upgraded.socket, first);
    return upgraded.response;
  }
}

function isHandlers(
  value: WebSocketHandlers | UpgradeOptions,
): value is WebSocketHandlers {
  return Object.values(value).some((field) => typeof field === "function");
}

function attach(socket: WebSocket, handlers: WebSocketHandlers): void {
  socket.onopen = () => handlers.open?.(socket);
  socket.onmessage = (event) => handlers.message?.(socket, event);
  socket.onclose = (event) =>
    handlers.close?.(socket, event.code, event.reason);
  socket.onerror = (event) => handlers.error?.(socket, event);
}
