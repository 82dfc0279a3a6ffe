/**
 * The open tab of the panel, remembered on this device.
 * @module
 */
import { signal } from "@preact/signals";
import { PANEL_TABS, type PanelModel, type PanelTab } from "../model/panel.ts";

const KEY = "cowatch-tab";

/** Makes the panel's model. `start()` reads what was remembered. */
export function createPanelTabs(): PanelModel & { start(): void } {
  const tab = signal<PanelTab>("people");
  return {
    tab,
    show(next) {
      tab.value = next;
      try {
        localStorage.setItem(KEY, next);
      } catch {
        // Partitioned frames may refuse storage; then nothing is remembered.
      }
    },
    start() {
      try {
        const remembered = localStorage.getItem(KEY);
        tab.value = PANEL_TABS.find((one) => one === remembered) ?? "people";
      } catch {
        // As above.
      }
    },
  };
}
