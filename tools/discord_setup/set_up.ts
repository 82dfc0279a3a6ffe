/**
 * Compares, lists, and where it is asked to, sets.
 * @module
 */
import { ApplicationFlags } from "discord-api-types/v10";
import { type ApplicationApi, DiscordRefusal } from "./api.ts";
import { handwork, handworkText } from "./handwork.ts";
import { plan } from "./wanted.ts";
import type { WatchSetUp } from "./watch.ts";

/**
 * @param options `applies`: changes what differs; else only lists it. `watch`: `null` where the server takes no commands.
 * @returns Whether nothing is left to do.
 * @throws {DiscordRefusal} With Discord's own words.
 * @see SPEC O10–O14
 */
export async function setUp(
  api: ApplicationApi,
  { clientId, applies, watch, say }: {
    clientId: string;
    watch: WatchSetUp | null;
    applies: boolean;
    say(line: string): void;
  },
): Promise<boolean> {
  const application = await api.application();
  if (application.id !== clientId) {
    throw new DiscordRefusal(
      `DISCORD_BOT_TOKEN is of "${application.name}" (${application.id}), ` +
        `and DISCORD_CLIENT_ID of another application.`,
      null,
    );
  }
  const byHand = handwork(application, watch);
  say(`${handworkText(byHand)}\n`);
  // Discord takes a handler from applications with an Activity only.
  if ((application.flags & ApplicationFlags.Embedded) === 0) {
    say(
      "First switch on Activities, Settings, Enable Activities in the portal, " +
        "then run this again.",
    );
    return false;
  }
  const isReady = byHand.every(({ standing }) => standing !== "to do");
  const steps = plan(application, await api.commands(), watch);
  if (steps.length === 0) {
    say(`Discord knows all that "${application.name}" needs.`);
    return isReady;
  }
  for (const { message, apply } of steps) {
    if (applies) await apply(api);
    say(`${applies ? "done" : "to do"}  ${message}`);
  }
  if (!applies) say("Run `deno task discord:setup --apply` to do it.");
  return applies && isReady;
}
