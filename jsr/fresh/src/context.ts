import type { ComponentChildren } from "preact";
import type { BuildCache } from "./build_cache.ts";
import { HttpError } from "./http_error.ts";
import { renderPage } from "./render.ts";
import type {
  Context,
  Frame,
  UpgradeOptions,
  WebSocketHandlers,
} from "./types.ts";

/** The context of one request; see {@linkcode Context}. */
export class RequestContext<State> implements Context<State> {
  readonly req: Request;
  readonly url: URL;
  readonly info: Deno.ServeHandlerInfo;
  params: Record<string, string> = {};
  state: State = {} as State;
  route: string | null = null;
  error: unknown = null;
  next: () => Promise<Response> = () => Promise.reject(new HttpError(404));
  frame: Frame = { wrapper: null, layouts: [] };
  status = 200;
  readonly build: BuildCache | null;

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

  redirect(pathOrUrl: string, status = 302): Response {
    const pathEnd = /[?#]|$/.exec(pathOrUrl)?.index;
    const location = pathOrUrl.startsWith("/")
      ? pathOrUrl.slice(0, pathEnd).replace(/\/{2,}/g, "/") +
        pathOrUrl.slice(pathEnd)
      : pathOrUrl;
    return new Response(null, { status, headers: { location } });
  }

  render(
    content: ComponentChildren,
    init: ResponseInit = {},
  ): Promise<Response> {
    return renderPage(this, { content, init });
  }

  json(data: unknown, init?: ResponseInit): Response {
    return Response.json(data, init);
  }

  text(text: string, init?: ResponseInit): Response {
    return new Response(text, init);
  }

  html(html: string, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(html, { ...init, headers });
  }

  upgrade(handlers: WebSocketHandlers, options?: UpgradeOptions): Response;
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
