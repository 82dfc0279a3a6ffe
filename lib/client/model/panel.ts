/**
 * The panel beside the film.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";

/** Its tabs, in their order. */
export const PANEL_TABS = ["people", "queue", "library"] as const;

/** One of {@linkcode PANEL_TABS}. */
export type PanelTab = (typeof PANEL_TABS)[number];

/** Which tab is open. */
export interface PanelModel {
  tab: ReadonlySignal<PanelTab>;
  /** Opens a tab; this device remembers it. */
  show(tab: PanelTab): void;
}

/** The panel of a page that has just come. */
export const NEW_PANEL: PanelModel = { tab: signal("people"), show() {} };
