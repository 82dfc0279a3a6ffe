import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import { bootScript, preloadHeader } from "./islands.ts";
import { nonceOf } from "./nonce.ts";
import { newPage, renderInto } from "./page_render.ts";
import { setBuildId } from "./runtime/asset.ts";
import type { AnyComponent } from "./modules.ts";
import type { Context } from "./types.ts";

/**
 * Makes content of a page, layout or wrapper. Async ones are called, since
 * rendering is synchronous; others are rendered later, so that they may use hooks.
 */
export async function renderComponent<State>(
  component: AnyComponent,
  ctx: Context<State>,
  more: { data?: unknown; Component?: () => VNode } = {},
): Promise<VNode | Response> {
  const { url, req, params, info, state, error, route } = ctx;
  const shared = { url, req, params, info, state, error, route };
  const props = { ...shared, data: undefined, Component: () => null, ...more };
  return component.constructor.name === "AsyncFunction"
    ? await (component as unknown as (props: unknown) => Promise<VNode>)(props)
    : h(component, props);
}

/** Renders content inside layouts and app wrapper, and starts its islands. */
export async function renderPage<State>(
  ctx: Context<State>,
  { content, init }: { content: ComponentChildren; init: ResponseInit },
): Promise<Response> {
  const { wrapper, layouts } = ctx.frame;
  const { build } = ctx;
  const page = newPage();
  const toHtml = (vnode: ComponentChildren) =>
    renderInto(page, () => {
      setBuildId(build?.buildId ?? "");
      return renderToString(h(Root, null, vnode));
    });

  let inner = content as VNode;
  for (const layout of layouts.toReversed()) {
    const child = inner;
    const outer = await renderComponent(layout, ctx, {
      Component: () => child,
    });
    if (outer instanceof Response) return outer;
    inner = outer;
  }
  let html = toHtml(inner);
  if (wrapper) {
    // Last, for its `<head>` holds what the page's `<Head>` has said.
    const Component = () => jsxTemplate([html]) as VNode;
    const outer = await renderComponent(wrapper, ctx, { Component });
    if (outer instanceof Response) return outer;
    html = toHtml(outer);
  }
  if (page.tags.size < 3) html = toHtml(documentOf(html, page.tags));
  const headers = new Headers(init.headers);
  if (build && page.islands.length > 0) {
    const { nonce, islands } = page;
    const script = bootScript(islands, { cache: build, nonce });
    html = insertBefore("</body>", html, script);
    headers.append("link", preloadHeader(islands, build));
  }
  headers.set("content-type", "text/html; charset=utf-8");
  const response = new Response(`<!DOCTYPE html>${html}`, { ...init, headers });
  nonceOf.set(response, page.nonce);
  return response;
}

/** Adds what a page lacks of a document. */
function documentOf(html: string, tags: ReadonlySet<string>): VNode {
  let document = jsxTemplate([html]) as VNode;
  if (!tags.has("body")) document = h("body", null, document);
  if (!tags.has("head")) {
    const head = h("head", null, h("meta", { charset: "utf-8" }));
    document = h(Fragment, null, head, document);
  }
  return tags.has("html") ? document : h("html", null, document);
}

function Root({ children }: { children?: ComponentChildren }) {
  return children as VNode;
}

function insertBefore(tag: string, html: string, text: string): string {
  const at = html.lastIndexOf(tag);
  return at < 0 ? html + text : html.slice(0, at) + text + html.slice(at);
}
