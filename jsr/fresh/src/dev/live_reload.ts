import type { Middleware } from "../types.ts";

/** URL path of the stream that tells pages to reload. */
export const ALIVE_URL = "/_fresh/alive";

/** Tells open pages of rebuilds; another process counts as one. */
export function createLiveReload(): {
  middleware: Middleware<unknown>;
  notify(): void;
} {
  const listeners = new Set<(text: string) => void>();
  let version = crypto.randomUUID();
  const line = () => `data: ${version}\n\n`;

  return {
    notify() {
      version = crypto.randomUUID();
      for (const tell of listeners) tell(line());
    },
    middleware(ctx) {
      if (ctx.url.pathname !== ALIVE_URL) return ctx.next();
      const encoder = new TextEncoder();
      let tell: (text: string) => void;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          tell = (text) => controller.enqueue(encoder.encode(text));
          listeners.add(tell);
          tell(line());
        },
        cancel() {
          listeners.delete(tell);
        },
      });
      return new Response(body, {
        headers: { "content-type": "text/event-stream" },
      });
    },
  };
}
