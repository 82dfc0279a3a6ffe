/** URL path of the stream that tells pages which build the server has. */
const ALIVE_URL = "/_fresh/alive";

/**
 * Makes a handler for pages that wait for another build. `deno run --watch`
 * starts the server anew on a change; then they connect again, and reload.
 * @param signal Ends the streams, so that the server can end.
 */
export function liveReload(
  signal?: AbortSignal,
): (request: Request) => Response | null {
  const version = crypto.randomUUID();
  return (request) => {
    if (new URL(request.url).pathname !== ALIVE_URL) return null;
    let close = () => {};
    const body = new ReadableStream<string>({
      start(controller) {
        controller.enqueue(`retry: 200\ndata: ${version}\n\n`);
        close = () => controller.close();
        signal?.addEventListener("abort", close);
      },
      cancel: () => signal?.removeEventListener("abort", close),
    });
    return new Response(body.pipeThrough(new TextEncoderStream()), {
      headers: { "content-type": "text/event-stream" },
    });
  };
}
