/**
 * Where the Activity is shown: focused, as a tile or in a grid, on a device
 * that may be hot.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Layout } from "../model/discord.ts";
import { ask } from "./sdk.ts";
import { subscribe } from "./subscribe.ts";

/** How much of the Activity is shown, and on how hot a device. */
export interface DiscordLayout {
  layout: ReadonlySignal<Layout>;
  /** The device throttles itself: animate less, take a lower quality. */
  isHot: ReadonlySignal<boolean>;
  dispose(): void;
}

/** Discord's numbers. Source: SDK `LayoutModeTypeObject`. */
const LAYOUTS: Record<number, Layout> = { 0: "focused", 1: "pip", 2: "grid" };
/** `SERIOUS` and `CRITICAL`. Source: SDK `ThermalStateTypeObject`. */
const HOT_FROM = 2;
/** Discord's lock states. Source: SDK `OrientationLockStateTypeObject`. */
const UNLOCKED = 1;
const LANDSCAPE = 3;

/** Begins to watch; `dispose()` ends it. */
export function watchLayout(
  sdk: DiscordSDK,
  { platform }: { platform: "desktop" | "mobile" },
): DiscordLayout {
  const layout = signal<Layout>("focused");
  const isHot = signal(false);
  const disposers = [
    subscribe<{ layout_mode: number }>(sdk, {
      event: "ACTIVITY_LAYOUT_MODE_UPDATE",
      onEvent({ layout_mode }) {
        layout.value = LAYOUTS[layout_mode] ?? "focused";
      },
    }),
    subscribe<{ thermal_state: number }>(sdk, {
      event: "THERMAL_STATE_UPDATE",
      onEvent({ thermal_state }) {
        isHot.value = thermal_state >= HOT_FROM;
      },
    }),
  ];
  const wishes: Promise<unknown>[] = platform === "mobile"
    ? [
      // A phone held upright shows a small picture, which is fine while browsing.
      ask(sdk.commands.setOrientationLockState({
        lock_state: UNLOCKED,
        picture_in_picture_lock_state: LANDSCAPE,
        grid_lock_state: LANDSCAPE,
      })),
    ]
    : [ask(sdk.commands.setConfig({ use_interactive_pip: true }))];
  // Older clients know neither wish, and lose nothing else.
  for (const wish of wishes) wish.catch(() => {});

  return {
    layout,
    isHot,
    dispose() {
      for (const dispose of disposers) dispose();
    },
  };
}
