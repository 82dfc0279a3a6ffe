/**
 * One fetch for all who ask for the same live playlist at the same time: a
 * room of viewers reloads it together. Only who knows the whole address, KS
 * and token included, gets what was fetched from there.
 * @module
 */
import type { HttpAnswer } from "../upstream/http_client.ts";

/** An answer and the address that gave it. */
type PlaylistAnswer = HttpAnswer & { url: URL };

/** Most that is kept, bytes. Chosen: a thousand live playlists of two hours. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;

interface SharedPlaylists {
  /** Fetches, or joins who does so already. @throws What the fetch throws. */
  get(
    address: string,
    fetch: () => Promise<PlaylistAnswer>,
  ): Promise<PlaylistAnswer>;
  /** Lets others have an answer for a while. */
  keep(
    address: string,
    options: { answer: PlaylistAnswer; forMs: number },
  ): void;
}

/** Begins with nothing. @param options `now`: monotonic, ms. */
export function createSharedPlaylists(
  { now }: { now: () => number },
): SharedPlaylists {
  const fetching = new Map<string, Promise<PlaylistAnswer>>();
  const kept = new Map<string, { answer: PlaylistAnswer; untilMs: number }>();
  let bytes = 0;

  function drop(address: string) {
    bytes -= kept.get(address)?.answer.bytes.byteLength ?? 0;
    kept.delete(address);
  }

  return {
    async get(address, fetch) {
      const entry = kept.get(address);
      if (entry && entry.untilMs > now()) return entry.answer;
      const running = fetching.get(address) ?? fetch();
      fetching.set(address, running);
      try {
        return await running;
      } finally {
        fetching.delete(address);
      }
    },
    keep(address, { answer, forMs }) {
      // Who was answered from here must not make it last longer.
      if (kept.get(address)?.answer === answer) return;
      drop(address);
      kept.set(address, { answer, untilMs: now() + forMs });
      bytes += answer.bytes.byteLength;
      for (const [oldest, { untilMs }] of kept) {
        if (untilMs > now() && bytes <= MAX_KEPT_BYTES) break;
        drop(oldest);
      }
    },
  };
}
