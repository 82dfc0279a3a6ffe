/**
 * The panel with the room, which lies over the film or beside it: open while
 * nothing is on, out of the way when a film begins, and then as the person
 * left it. Its tab is remembered on this device.
 * @module
 */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { PANEL_TABS, type PanelModel, type PanelTab } from "../model/panel.ts";
import { recall, remember } from "./remembered.ts";

/** Width from which film and panel have room beside each other, px. Source: the style sheet of the shell. */
const WIDE_PX = 1400;
const KEY = "cowatch-tab";

interface PanelOptions {
  /** Whether a film is on. */
  hasVideo: ReadonlySignal<boolean>;
  /** Width of the page, px. @default innerWidth */
  widthPx?: () => number;
}

/** Makes the panel's model. `start()` reads what was remembered, and shows the style sheets whether it is open; its result ends that. @see SPEC U50 */
export function createPanel(
  { hasVideo, widthPx = () => innerWidth }: PanelOptions,
): PanelModel & { start(): () => void } {
  const tab = signal<PanelTab>("people");
  /** What the person chose. */
  const wish = signal<boolean | null>(null);
  const isOpen = computed(() =>
    wish.value ?? (!hasVideo.value || widthPx() >= WIDE_PX)
  );
  return {
    tab,
    isOpen,
    show(next) {
      tab.value = next;
      remember(KEY, next);
    },
    toggle() {
      wish.value = !isOpen.peek();
    },
    start() {
      const remembered = recall(KEY);
      tab.value = PANEL_TABS.find((one) => one === remembered) ?? "people";
      return effect(() => {
        document.documentElement.dataset.panel = isOpen.value
          ? "open"
          : "closed";
      });
    },
  };
}
