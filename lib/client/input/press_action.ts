/**
 * The big button's doing, for whoever has not pressed the button itself.
 * @module
 */
import type { AppModel } from "../model/app_model.ts";
import type { PrimaryAction } from "../model/screen.ts";
import { showFlash } from "./flash.ts";

/** Does it, and shows it on the picture. */
export function pressAction(
  { screen }: AppModel,
  action: PrimaryAction,
): void {
  screen.perform(action);
  const isPause = action === "pause" || action === "pause_here";
  showFlash(isPause ? "pause" : "play");
}
