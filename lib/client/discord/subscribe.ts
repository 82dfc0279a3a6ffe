/**
 * Subscriptions to Discord's events that end cleanly.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { ask } from "./sdk.ts";

type Subscribe = DiscordSDK["subscribe"];
/** Names of events. */
type EventName = Parameters<Subscribe>[0];

interface SubscribeOptions<T> {
  event: EventName;
  /** Where the event happens; some events demand a channel. */
  args?: { channel_id: string };
  onEvent(data: T): void;
  /** Told when there is no such event here; the feature stays away (SPEC D4). */
  onRefused?(): void;
}

/**
 * Subscribes; what Discord refuses is given up quietly, since every event here
 * serves a feature that can be missing.
 * @returns The disposer.
 */
export function subscribe<T>(
  sdk: Pick<DiscordSDK, "subscribe" | "unsubscribe">,
  { event, args, onEvent, onRefused }: SubscribeOptions<T>,
): () => void {
  let isOver = false;
  const listener = (data: T) => {
    if (!isOver) onEvent(data);
  };
  // The SDK types each event by itself; here the caller says what it expects.
  const to = (method: "subscribe" | "unsubscribe") =>
    (sdk[method] as (
      event: EventName,
      listener: (data: T) => void,
      args?: { channel_id: string },
    ) => Promise<unknown>).call(sdk, event, listener, args);
  const end = () => {
    isOver = true;
    // A refused subscription leaves its listener behind; both ends here.
    ask(to("unsubscribe")).catch(() => {});
  };
  ask(to("subscribe")).catch(() => {
    if (isOver) return;
    end();
    onRefused?.();
  });
  return () => {
    if (!isOver) end();
  };
}
