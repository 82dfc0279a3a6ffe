/**
 * What instances send each other through Redis: one channel a room, received by
 * those who serve it.
 * @module
 */
import * as v from "valibot";
import { PresenceReport } from "../../../shared/room/protocol.ts";
import type { Reports } from "../peers.ts";
import type { Log } from "../../log/log.ts";
import { openRedisClient } from "./client.ts";

/** Publishes to other instances and hears them. */
interface RedisNews {
  channelOf(roomId: string): string;
  /** Hears hints of a room until the result is called. */
  follow(roomId: string): () => void;
  subscribe(roomId: string, hear: (reports: Reports) => void): () => void;
  /** Channel and text of a message with reports. */
  message(roomId: string, reports: Reports): [channel: string, text: string];
  close(): void;
}

/** A room's new version is announced by this and the version; all else is JSON. */
const HINT = "v";

const News = v.object({
  from: v.string(),
  reports: v.record(v.string(), PresenceReport),
});

/** Begins to listen. `onHint`: a room may have changed, to a version if that is known. */
export function createRedisNews(options: {
  url: string;
  prefix: string;
  log: Log;
  onHint(roomId: string, version?: string): void;
}): RedisNews {
  const { log, onHint } = options;
  /** Tells this instance's messages from others'. */
  const self = crypto.randomUUID();
  const start = `${options.prefix}:news:`;
  const followed = new Map<string, number>();
  const listeners = new Map<string, Set<(reports: Reports) => void>>();
  const client = openRedisClient({
    url: options.url,
    log,
    name: "news",
    // What is subscribed to meanwhile is subscribed to then.
    canWait: true,
    onReady() {
      for (const roomId of followed.keys()) subscribeTo(roomId);
    },
  });

  function subscribeTo(roomId: string) {
    // What was said before is lost.
    attempt(client.subscribe(start + roomId, hear).then(() => onHint(roomId)));
  }

  function hear(text: string, channel: string) {
    const roomId = channel.slice(start.length);
    if (text.startsWith(HINT)) return onHint(roomId, text.slice(1));
    const news = parseNews(text);
    if (!news || news.from === self) return;
    for (const tell of listeners.get(roomId) ?? []) tell(news.reports);
  }

  function attempt(step: Promise<unknown>) {
    // A lost connection; the next one begins with all that is followed.
    step.catch((error: unknown) => {
      if (client.isOpen) log.warn("news_failed", { error });
    });
  }

  function follow(roomId: string): () => void {
    const count = followed.get(roomId) ?? 0;
    followed.set(roomId, count + 1);
    if (count === 0) subscribeTo(roomId);
    return () => {
      const left = (followed.get(roomId) ?? 1) - 1;
      if (left > 0) return void followed.set(roomId, left);
      followed.delete(roomId);
      attempt(client.unsubscribe(start + roomId, hear));
    };
  }

  return {
    channelOf: (roomId) => start + roomId,
    follow,
    subscribe(roomId, hear) {
      const set = listeners.get(roomId) ?? new Set();
      listeners.set(roomId, set.add(hear));
      const unfollow = follow(roomId);
      return () => {
        unfollow();
        set.delete(hear);
        if (set.size === 0 && listeners.get(roomId) === set) {
          listeners.delete(roomId);
        }
      };
    },
    message: (roomId, reports) => [
      start + roomId,
      JSON.stringify({ from: self, reports }),
    ],
    close: () => client.destroy(),
  };
}

function parseNews(text: string): v.InferOutput<typeof News> | null {
  try {
    const result = v.safeParse(News, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    // A newer version may say what we do not understand.
    return null;
  }
}
