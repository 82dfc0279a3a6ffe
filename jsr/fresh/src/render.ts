import { type ComponentChildren, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { BuildCache } from "./build_cache.ts";
import type { Context } from "./context.ts";
import { collectIslands, islandScript } from "./islands.ts";
import { collectHead } from "./runtime/head.ts";
import { setBuildId } from "./runtime/asset.ts";
import type { AnyComponent } from "./types.ts";

/** What surrounds rendered content. */
export interface Frame {
  app: AnyComponent | null;
  /** Outermost first. */
  layouts: AnyComponent[];
  cache: BuildCache | null;
}

/**
 * Makes content of a page component. Async ones are called, since rendering
 * is synchronous; others are rendered later, so that they may use hooks.
 */
export async function renderComponent<State>(
  component: AnyComponent,
  ctx: Context<State>,
  data?: unknown,
): Promise<ComponentChildren> {
  const props = propsOf(ctx, { data });
  return isAsync(component)
    ? await (component as unknown as (p: unknown) => Promise<VNode>)(props)
    : h(component, props);
}

/** Renders content inside layouts and app wrapper, and starts its islands. */
export async function renderPage<State>(
  ctx: Context<State>,
  content: ComponentChildren,
  init: ResponseInit,
): Promise<Response> {
  const { app, layouts, cache } = ctx.frame;
  let inner: ComponentChildren = content;
  for (const layout of [...layouts].reverse()) {
    inner = await wrap(layout, ctx, inner);
  }
  if (app) inner = await wrap(app, ctx, inner);
  if (cache) setBuildId(cache.buildId);

  const { result, islands } = collectIslands(() =>
    collectHead(() => renderToString(h(Root, null, inner)))
  );
  const head = result.head.length > 0
    ? renderToString(h(Root, null, result.head))
    : "";
  const { preload, script } = cache && islands.length > 0
    ? islandScript(islands, cache)
    : { preload: "", script: "" };
  let html = insertBefore("</head>", result.html, head + preload);
  html = insertBefore("</body>", html, script);
  if (ctx.nonce) html = withNonce(html, ctx.nonce);

  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  if (!headers.has("cache-control")) headers.set("cache-control", "no-cache");
  const doctype = /^<html[\s>]/.test(html) ? "<!DOCTYPE html>" : "";
  return new Response(doctype + html, { ...init, headers });
}

function Root({ children }: { children?: ComponentChildren }) {
  return children as VNode;
}

async function wrap<State>(
  component: AnyComponent,
  ctx: Context<State>,
  inner: ComponentChildren,
): Promise<ComponentChildren> {
  const props = propsOf(ctx, { Component: () => inner as VNode });
  return isAsync(component)
    ? await (component as unknown as (p: unknown) => Promise<VNode>)(props)
    : h(component, props);
}

function isAsync(component: AnyComponent): boolean {
  return component.constructor.name === "AsyncFunction";
}

function propsOf<State>(
  ctx: Context<State>,
  more: { data?: unknown; Component?: () => VNode },
) {
  const { url, req, params, info, state, error, route } = ctx;
  return {
    url,
    req,
    params,
    info,
    state,
    error,
    route,
    data: undefined,
    Component: () => null,
    ...more,
  };
}

function insertBefore(tag: string, html: string, text: string): string {
  if (text === "") return html;
  const at = html.lastIndexOf(tag);
  return at < 0 ? html + text : html.slice(0, at) + text + html.slice(at);
}

/** Inline scripts and styles only: a tag with `src` needs no nonce. */
function withNonce(html: string, nonce: string): string {
  return html.replace(
    /<(script|style)((?:\s[^>]*)?)>/g,
    (tag, name: string, attributes: string) =>
      /\s(src|nonce)=/.test(attributes)
        ? tag
        : `<${name}${attributes} nonce="${nonce}">`,
  );
}
