/**
 * Reactions travel with what people say of themselves: each has a count, so
 * that the same one twice is two, and an old one is none for who comes later.
 * @module
 */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { REACTION_MS } from "../../shared/limits.ts";
import type { PublicReport, Reaction } from "../../shared/room/protocol.ts";
import type { ReactionsModel, ShownReaction } from "../model/reactions.ts";
import { recall, remember } from "../page/remembered.ts";

/** How long one floats over the picture, ms. Source: its animation in the style sheet. */
const SHOWN_MS = 3000;
/** At most so many at a time: a crowd cheers, the film is still seen. Chosen: eight a second, as each floats for 3 s. */
const MAX_SHOWN = 24;
const KEY = "cowatch-reactions";

interface ReactionsOptions {
  /** What each member says of themselves, by id. */
  presence: ReadonlySignal<Record<string, PublicReport>>;
  myId: ReadonlySignal<string | null>;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

/** Makes them; `own` is this viewer's last, for their reports. */
export function createReactions(
  { presence, myId, now = () => performance.now() }: ReactionsOptions,
): ReactionsModel & {
  own: ReadonlySignal<Reaction | null>;
  start(): () => void;
} {
  const shown = signal<readonly ShownReaction[]>([]);
  const isOn = signal(true);
  const own = signal<Reaction | null>(null);
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const counts = new Map<string, number>();
  let lastAtMs = -Infinity;
  let ids = 0;

  function show(by: string, kind: Reaction["kind"]): void {
    if (!isOn.peek() || shown.peek().length >= MAX_SHOWN) return;
    const one = { id: ids++, by, kind };
    shown.value = [...shown.peek(), one];
    const timer = setTimeout(() => {
      timers.delete(timer);
      shown.value = shown.peek().filter((other) => other !== one);
    }, SHOWN_MS);
    timers.add(timer);
  }

  return {
    shown,
    isOn,
    own,
    react(kind) {
      const by = myId.peek();
      if (by === null || now() - lastAtMs < REACTION_MS) return;
      lastAtMs = now();
      own.value = { kind, count: (own.peek()?.count ?? 0) + 1 };
      // One's own is seen at once.
      show(by, kind);
    },
    setOn(next) {
      isOn.value = next;
      if (!next) shown.value = [];
      remember(KEY, next ? "on" : "off");
    },
    start() {
      isOn.value = recall(KEY) !== "off";
      const stop = effect(() => {
        for (const [id, { reaction }] of Object.entries(presence.value)) {
          if (id === myId.value) continue;
          const before = counts.get(id);
          const count = reaction?.count ?? 0;
          counts.set(id, count);
          // What was there before this page came is no news.
          if (reaction && before !== undefined && count > before) {
            show(id, reaction.kind);
          }
        }
      });
      return () => {
        stop();
        for (const timer of timers) clearTimeout(timer);
      };
    },
  };
}
