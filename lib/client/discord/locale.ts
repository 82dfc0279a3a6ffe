/**
 * How a person's Discord writes numbers and times.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { type ReadonlySignal, signal } from "@preact/signals";
import { knownLocale } from "../../shared/locale.ts";
import { ask } from "./sdk.ts";

/** Asks for it; `null` until it is known, and where it never is. @see SPEC U7 */
export function watchLocale(
  sdk: { commands: Pick<DiscordSDK["commands"], "userSettingsGetLocale"> },
): ReadonlySignal<string | null> {
  const locale = signal<string | null>(null);
  ask(sdk.commands.userSettingsGetLocale()).then(
    (answer) => locale.value = knownLocale(answer.locale),
    // An older client, or no permission: nothing is lost but a comma.
    () => {},
  );
  return locale;
}
