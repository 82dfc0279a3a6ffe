import type { ComponentChildren } from "preact";
import { HttpError } from "./http_error.ts";
import { type Frame, renderPage } from "./render.ts";

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
  frame: Frame = { app: null, layouts: [], cache: null };
  /** Internal: nonce of this answer's inline scripts and styles. */
  nonce: string | null = null;

  constructor(req: Request, info: Deno.ServeHandlerInfo) {
    this.req = req;
    this.info = info;
    this.url = new URL(req.url);
  }

  /** Answers with a redirect. A target without a host stays on this one. */
  redirect(pathOrUrl: string, status = 302): Response {
    // `//host` and `/\host` would lead elsewhere.
    const location = /^[/\\]{2,}/.test(pathOrUrl)
      ? pathOrUrl.replace(/^[/\\]+/, "/")
      : pathOrUrl;
    return new Response(null, { status, headers: { location } });
  }

  /** Renders JSX inside the layouts and the app wrapper. */
  render(
    content: ComponentChildren,
    init: ResponseInit = {},
  ): Promise<Response> {
    return renderPage(this, content, init);
  }

  /** Answers with JSON. */
  json(data: unknown, init?: ResponseInit): Response {
    return Response.json(data, init);
  }

  /** Answers with plain text. */
  text(text: string, init?: ResponseInit): Response {
    return withType(text, "text/plain;charset=UTF-8", init);
  }

  /** Answers with HTML. */
  html(html: string, init?: ResponseInit): Response {
    return withType(html, "text/html; charset=utf-8", init);
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

function withType(
  body: string,
  contentType: string,
  init: ResponseInit = {},
): Response {
  const headers = new Headers(init.headers);
  headers.set("content-type", contentType);
  return new Response(body, { ...init, headers });
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
