/**
 * Shows the Activity's page in any state and window, in real Chromium, without
 * a server, a room or a clock behind it: the same picture each time.
 * @module
 */
import type { Browser, Page } from "playwright-core";
import { STYLES } from "@/components/styles.ts";
import type { Language } from "@/lib/shared/texts.ts";
import { bundle } from "@/tests/support/bundle.ts";
import type { Moment, Show } from "./page.tsx";
import { type LayoutName, LAYOUTS, type StateName } from "./states.ts";

declare const show: (what: Show) => Promise<void>;
declare const move: (to: Moment) => Promise<void>;

/** What a picture shows. */
export interface View {
  state: StateName;
  layout: LayoutName;
  /** @default {"en"} */
  language?: Language;
}

/** See the module. */
export interface Gallery extends AsyncDisposable {
  /** One page, which shows one view after another. */
  page: Page;
  show(view: View): Promise<void>;
  /** Goes on within the view. */
  move(to: Moment): Promise<void>;
}

const STATIC = new URL("../../static/", import.meta.url);
const TYPES: Record<string, string> = {
  css: "text/css",
  js: "text/javascript",
  jpg: "image/jpeg",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

/** Opens one. @param options `isMoving`: animations run; without it they stand still. */
export async function openGallery(
  browser: Browser,
  { isMoving = false }: { isMoving?: boolean } = {},
): Promise<Gallery> {
  const script = await bundle(new URL("./page.tsx", import.meta.url));
  const film = await wholeFilm();
  const html = `<!doctype html><html><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="dark"><title>Cowatch</title>
${
    STYLES.map((path) => `<link rel="stylesheet" href="${path}">`).join("")
  }</head><body><script src="/page.js"></script></body></html>`;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/") return typed(html, "text/html");
      if (pathname === "/page.js") return typed(script, "text/javascript");
      if (pathname === "/film.mp4") return ranged(request, film);
      try {
        const bytes = await Deno.readFile(new URL(`.${pathname}`, STATIC));
        return typed(bytes, TYPES[pathname.split(".").at(-1) ?? ""] ?? "");
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
        return new Response(null, { status: 404 });
      }
    },
  );
  const page = await browser.newPage({
    reducedMotion: isMoving ? "no-preference" : "reduce",
  });
  await page.goto(`http://127.0.0.1:${server.addr.port}/`);
  return {
    page,
    async show({ state, layout, language = "en" }) {
      const { width, height } = LAYOUTS[layout];
      await page.setViewportSize({ width, height });
      await page.mouse.move(0, 0);
      await page.evaluate((what) => show(what), { state, layout, language });
    },
    move: (to) => page.evaluate((to) => move(to), to),
    async [Symbol.asyncDispose]() {
      await page.close();
      await server.shutdown();
    },
  };
}

function typed(body: BodyInit, type: string): Response {
  return new Response(body, { headers: { "content-type": type } });
}

/** The film as one file: what a browser plays without a script. */
async function wholeFilm(): Promise<Uint8Array<ArrayBuffer>> {
  const folder = new URL("samples/sample-orbit/", STATIC);
  const names = (await Array.fromAsync(Deno.readDir(folder), (e) => e.name))
    .filter((name) => /^v0_\d+\.m4s$/.test(name)).sort();
  const parts = await Promise.all(
    ["init_0.mp4", ...names].map((name) =>
      Deno.readFile(new URL(name, folder))
    ),
  );
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Without ranges a browser cannot go to a place. */
function ranged(
  request: Request,
  bytes: Uint8Array<ArrayBuffer>,
): Response {
  const [, from = "0", to = ""] =
    /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "") ?? [];
  const first = Number(from);
  const last = to === "" ? bytes.byteLength - 1 : Number(to);
  return new Response(bytes.slice(first, last + 1), {
    status: 206,
    headers: {
      "content-type": "video/mp4",
      "accept-ranges": "bytes",
      "content-range": `bytes ${first}-${last}/${bytes.byteLength}`,
    },
  });
}
