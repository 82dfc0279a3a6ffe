/**
 * Cowatch with counted films in its library: the served build, a gateway and a
 * Kaltura that has one film for each frame rate.
 * @module
 */
import { makeFilm } from "./film.ts";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import { type RunningServer, startServer } from "../e2e/server.ts";

/** See the module. */
export interface Cinema extends AsyncDisposable {
  readonly server: RunningServer;
  /** Title of the film with so many frames a second. */
  titleOf(fps: number): string;
}

const TYPES: Record<string, string> = {
  m3u8: "application/vnd.apple.mpegurl",
  ts: "video/mp2t",
  vtt: "text/vtt",
};

/** Makes the films and opens. @throws {Error} Without ffmpeg. */
export async function openCinema(
  { frameRates, durationS }: {
    frameRates: readonly number[];
    durationS: number;
  },
): Promise<Cinema> {
  const folder = await Deno.makeTempDir({ prefix: "cowatch-films-" });
  for (const fps of frameRates) {
    await Deno.mkdir(`${folder}/0_film${fps}`);
    await makeFilm(`${folder}/0_film${fps}`, {
      fps,
      durationS,
      hasCaptions: true,
    });
  }
  const kaltura = startFilmServer(folder);
  const titleOf = (fps: number) => `Counted at ${fps}`;
  const gateway = startGateway("field", {
    entries: () =>
      frameRates.map((fps) => ({
        id: `0_film${fps}`,
        title: titleOf(fps),
        duration: durationS,
      })),
  });
  const server = await startServer({
    env: {
      API_GATEWAY_URL: gateway.url,
      KALTURA_CDN_URL: `http://127.0.0.1:${kaltura.addr.port}`,
      KALTURA_HOSTS: "127.0.0.1",
    },
  });
  return {
    server,
    titleOf,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await gateway.close();
      await kaltura.shutdown();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Answers as Kaltura does: a manifest redirects to the playlists of its CDN. */
function startFilmServer(folder: string): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const { pathname, origin } = new URL(request.url);
      const headers = new Headers({
        "access-control-allow-origin": "*",
        "access-control-allow-headers": "*",
      });
      const [, entry] = /\/playManifest\/entryId\/(\w+)\//.exec(pathname) ?? [];
      if (entry !== undefined) {
        headers.set("location", `${origin}/films/${entry}/master.m3u8`);
        return new Response(null, { status: 302, headers });
      }
      const [, file, kind = ""] =
        /^\/films\/(\w+\/\w+\.(\w+))$/.exec(pathname) ??
          [];
      if (file === undefined) {
        return new Response(null, { status: 404, headers });
      }
      headers.set("content-type", TYPES[kind] ?? "application/octet-stream");
      return new Response(await Deno.readFile(`${folder}/${file}`), {
        headers,
      });
    },
  );
}
