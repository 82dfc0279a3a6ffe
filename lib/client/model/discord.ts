/**
 * What Discord adds to the page.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { TEXT_LOCALE } from "../../shared/locale.ts";

/** How large Discord shows the Activity. In `pip` and `grid` only the video fits. */
export type Layout = "focused" | "pip" | "grid";

/** Discord around the page. */
export interface DiscordModel {
  layout: ReadonlySignal<Layout>;
  /** The device is hot: animate less. */
  isHot: ReadonlySignal<boolean>;
  /** How this person's Discord writes numbers and times. */
  locale: ReadonlySignal<string>;
  /** Whether Discord has an invite dialog here. */
  canInvite: ReadonlySignal<boolean>;
  /** Opens Discord's invite dialog. */
  invite(): void;
  /** Opens Discord's dialog for a link to what is on. */
  share(): void;
}

/** Before Discord has said anything. */
export const SILENT_DISCORD: DiscordModel = {
  layout: signal("focused"),
  isHot: signal(false),
  locale: signal(TEXT_LOCALE),
  canInvite: signal(false),
  invite() {},
  share() {},
};
