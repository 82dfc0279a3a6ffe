/**
 * Serves the plan's algorithm: its page, the samples, and a relay that passes
 * on what the host tells.
 * @module
 */
import * as esbuild from "esbuild";

/** See the module. */
export interface BaselineServer {
  port: number;
  close(): Promise<void>;
}

const ROOT = new URL("../../", import.meta.url);

/** Bundles the page and serves it on loopback. */
export async function startBaselineServer(): Promise<BaselineServer> {
  const script = await bundle();
  const rooms = new Map<string, Set<WebSocket>>();

  function relay(request: Request, room: string): Response {
    const { socket, response } = Deno.upgradeWebSocket(request);
    const members = rooms.get(room) ?? new Set();
    rooms.set(room, members);
    let last = "";
    socket.onopen = () => members.add(socket);
    socket.onclose = () => members.delete(socket);
    socket.onmessage = ({ data }) => {
      last = String(data);
      for (const member of members) if (member !== socket) member.send(last);
    };
    return response;
  }

  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const url = new URL(request.url);
      if (url.pathname === "/relay") {
        return relay(request, url.searchParams.get("room") ?? "");
      }
      if (url.pathname === "/page.js") {
        return new Response(script, {
          headers: { "content-type": "text/javascript" },
        });
      }
      if (url.pathname.startsWith("/samples/")) {
        const file = new URL(`static${url.pathname}`, ROOT);
        return new Response(await Deno.readFile(file));
      }
      return new Response(
        `<!doctype html><body><video muted playsinline width="640"></video><script type="module" src="/page.js"></script>`,
        { headers: { "content-type": "text/html" } },
      );
    },
  );
  return {
    port: server.addr.port,
    close: () => server.shutdown(),
  };
}

async function bundle(): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [new URL("baseline_page.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "esm",
    alias: { "hls.js/light": "hls.js/dist/hls.light.mjs" },
    absWorkingDir: ROOT.pathname,
  });
  await esbuild.stop();
  return outputFiles[0]?.text ?? "";
}
