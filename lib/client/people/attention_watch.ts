/**
 * Watches what a person does on the page, for {@linkcode attentionAt}.
 * @module
 */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import {
  arrive,
  attend,
  type Attention,
  attentionAt,
  type AttentionEvent,
  CHECK_MS,
} from "./attention.ts";
import type { Layout } from "../model/discord.ts";

/** Whether this person looks at the page. */
export interface AttentionWatch {
  attention: ReadonlySignal<Attention>;
  /** Time since the last interaction, ms. */
  idleMs(): number;
  dispose(): void;
}

/** What counts as a deed. Passive listeners: none of them is ever stopped. */
const DEEDS = ["pointerdown", "pointermove", "keydown", "touchstart", "wheel"];
/** A moving pointer is one deed a second, not a hundred, ms. Chosen: nothing that reads it is finer. */
const SAME_DEED_MS = 1000;

/** Begins to watch; `dispose()` ends it. Browser only. */
export function watchAttention(
  options: {
    layout: ReadonlySignal<Layout>;
    isSpeaking: ReadonlySignal<boolean>;
  },
): AttentionWatch {
  const now = () => performance.now();
  let state = arrive(now());
  const attention = signal<Attention>(attentionAt(state, now()));
  const take = (event: AttentionEvent) => {
    state = attend(state, event, now());
    check();
  };
  const check = () => attention.value = attentionAt(state, now());
  const onDeed = () => {
    if (now() - state.lastActiveMs > SAME_DEED_MS) take({ type: "interacted" });
  };
  const onPage = () =>
    take({ type: "page", isHidden: document.visibilityState === "hidden" });

  for (const deed of DEEDS) addEventListener(deed, onDeed, { passive: true });
  document.addEventListener("visibilitychange", onPage);
  onPage();
  const timer = setInterval(check, CHECK_MS);
  let spoke = false;
  const disposers = [
    effect(() =>
      take({ type: "layout", isTile: options.layout.value !== "focused" })
    ),
    effect(() => {
      const isSpeaking = options.isSpeaking.value;
      if (isSpeaking !== spoke) take({ type: "voice", isSpeaking });
      spoke = isSpeaking;
    }),
  ];
  return {
    attention,
    idleMs: () => now() - state.lastActiveMs,
    dispose() {
      clearInterval(timer);
      for (const deed of DEEDS) removeEventListener(deed, onDeed);
      document.removeEventListener("visibilitychange", onPage);
      for (const dispose of disposers) dispose();
    },
  };
}
