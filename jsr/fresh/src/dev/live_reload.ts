/** URL path of the socket that tells pages which start of the server they talk to; Fresh's own. */
const ALIVE_URL = "/_frsh/alive";

/**
 * Makes a handler for pages that wait for another start. `deno run --watch`
 * starts the server anew on a change; then they connect again, and reload.
 * @param signal Closes the sockets, so that the server can end.
 */
export function liveReload(
  signal?: AbortSignal,
): (request: Request) => Response | null {
  const revision = Date.now();
  return (request) => {
    if (new URL(request.url).pathname !== ALIVE_URL) return null;
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return new Response(null, { status: 501 });
    }
    const { socket, response } = Deno.upgradeWebSocket(request);
    const close = () => socket.close();
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "initial-state", revision }));
    };
    signal?.addEventListener("abort", close);
    socket.onclose = () => signal?.removeEventListener("abort", close);
    return response;
  };
}
