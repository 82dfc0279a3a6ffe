/**
 * One page with one player in front of a counted film, in some engine.
 * @module
 */
import { bundle } from "../support/bundle.ts";
import type { EngineBrowser, EnginePage } from "../support/engines/mod.ts";
import { type FilmOptions, makeFilm } from "./film.ts";
import type { Probe } from "./probe_page.ts";

declare const probe: Probe;

/** See the module. */
export interface ProbeStage extends AsyncDisposable {
  /** What came of a play that no person asked for: `plays`, or the name of the refusal. */
  readonly unaskedPlay: Promise<string>;
  /**
   * Opens the page and loads the film, paused at its beginning.
   * @param options `isNative`: by the browser's own HLS. `isAlone`: the page loads and plays by itself, without a tap.
   */
  open(
    browser: EngineBrowser,
    options?: { isNative?: boolean; isAlone?: boolean },
  ): Promise<EnginePage>;
}

/** Size of the page's view: what an engine that draws in software can keep up with, CSS pixels. */
const VIEW = { width: 340, height: 260 };
const TYPES: Record<string, string> = {
  m3u8: "application/vnd.apple.mpegurl",
  ts: "video/mp2t",
  m4s: "video/iso.segment",
  mp4: "video/mp4",
};

/** Makes a film and serves it. @throws {Error} Without ffmpeg. */
export async function setProbeStage(film: FilmOptions): Promise<ProbeStage> {
  const folder = await Deno.makeTempDir({ prefix: "cowatch-probe-" });
  await makeFilm(folder, film);
  const script = await bundle(new URL("./probe_page.ts", import.meta.url));
  const { promise: unaskedPlay, resolve } = Promise.withResolvers<string>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith("/told/")) {
        resolve(pathname.slice("/told/".length));
        return new Response(null, { status: 204 });
      }
      if (pathname === "/page.js") return answer(script, "text/javascript");
      const [, file, kind = ""] = /^\/film\/(\w+\.(\w+))$/.exec(pathname) ?? [];
      return file === undefined
        ? answer(
          "<!doctype html><meta charset=utf-8><body><script src=/page.js></script>",
          "text/html",
        )
        : answer(
          await Deno.readFile(`${folder}/${file}`),
          TYPES[kind] ?? "application/octet-stream",
        );
    },
  );
  return {
    unaskedPlay,
    async open(browser, { isNative = false, isAlone = false } = {}) {
      const page = await browser.newPage({ view: VIEW });
      const query = isNative ? "?native" : isAlone ? "?alone" : "";
      await page.goto(`http://127.0.0.1:${server.addr.port}/${query}`);
      if (!isAlone) await page.evaluate(() => probe.load("/film/master.m3u8"));
      return page;
    },
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function answer(body: BodyInit, type: string): Response {
  return new Response(body, { headers: { "content-type": type } });
}
