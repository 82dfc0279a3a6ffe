/**
 * How a person's Discord writes numbers and times.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { type ReadonlySignal, signal } from "@preact/signals";
import { knownLocale, TEXT_LOCALE } from "../../shared/locale.ts";
import { ask } from "./sdk.ts";

/** Asks for it; until it is known, and where it never is, that of the texts. @see SPEC U7 */
export function watchLocale(
  sdk: { commands: Pick<DiscordSDK["commands"], "userSettingsGetLocale"> },
): ReadonlySignal<string> {
  const locale = signal(TEXT_LOCALE);
  ask(sdk.commands.userSettingsGetLocale()).then(
    (answer) => locale.value = knownLocale(answer.locale) ?? TEXT_LOCALE,
    // An older client, or no permission: nothing is lost but a comma.
    () => {},
  );
  return locale;
}
