/**
 * The panel beside the film.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";

/** Its tabs, in their order. */
export const PANEL_TABS = ["people", "queue", "library"] as const;

/** One of {@linkcode PANEL_TABS}. */
export type PanelTab = (typeof PANEL_TABS)[number];

/** Whether it is open, where it can be closed, and on which tab. */
export interface PanelModel {
  tab: ReadonlySignal<PanelTab>;
  isOpen: ReadonlySignal<boolean>;
  /** Opens a tab; this device remembers it. */
  show(tab: PanelTab): void;
  /** Opens or closes it: the person's own wish, which from now on counts. */
  toggle(): void;
}

/** The panel of a page that has just come. */
export const NEW_PANEL: PanelModel = {
  tab: signal("people"),
  isOpen: signal(true),
  show() {},
  toggle() {},
};
