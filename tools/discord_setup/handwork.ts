/**
 * What Discord's API cannot set: where it is in the portal, and whether it is
 * done, as far as Discord says.
 * @module
 */
import { ApplicationFlags } from "discord-api-types/v10";
import { URL_MAPPINGS } from "@/lib/shared/url_mapping.ts";
import type { Application } from "./api.ts";
import { standingOf, type WatchSetUp, type WatchStanding } from "./watch.ts";
import { INTERACTIONS_PATH } from "@/lib/shared/watch_command.ts";

/** `to do`: nobody gets in without; `later`: for Discord's verification; `look`: Discord does not say. */
type Standing = "done" | "to do" | "later" | "look";

/** One thing to do by hand. */
interface Handwork {
  readonly standing: Standing;
  /** Page and field of the portal. */
  readonly where: string;
  readonly what: string;
}

/** What is left to a person of the command that picks a video, where the task cannot do it. */
const WATCH_WORK: Record<WatchStanding, string | null> = {
  fine: null,
  other_key: "copy the Public Key to DISCORD_PUBLIC_KEY: there is another one",
  nowhere:
    `Interactions Endpoint URL: https://<your server>${INTERACTIONS_PATH}`,
  elsewhere:
    `Interactions Endpoint URL leads to another program: Cowatch's is …${INTERACTIONS_PATH}`,
};

/** Lists it. @param application `null` where it is not known. @param watch `null`: the server takes no commands. @see SPEC O13, O14 */
export function handwork(
  application: Application | null,
  watch: WatchSetUp | null = null,
): Handwork[] {
  const known = (isDone: boolean, otherwise: Standing): Standing =>
    application === null ? "look" : isDone ? "done" : otherwise;
  const { flags = 0, redirect_uris = [] } = application ?? {};
  const hasPapers = Boolean(
    application?.privacy_policy_url && application.terms_of_service_url,
  );
  return [
    {
      standing: known((flags & ApplicationFlags.Embedded) !== 0, "to do"),
      where: "Activities, Settings",
      what: "Enable Activities",
    },
    {
      standing: known(redirect_uris.length > 0, "to do"),
      where: "OAuth2, Redirects",
      what: "one, such as https://127.0.0.1 (never used)",
    },
    {
      standing: "look",
      where: "Activities, Settings",
      what: "Supported Platforms: Web, iOS, Android",
    },
    ...Object.entries({ "/": "your server's name", ...URL_MAPPINGS }).map((
      [prefix, target],
    ): Handwork => ({
      standing: "look",
      where: "Activities, URL Mappings",
      what: `${prefix} → ${target}`,
    })),
    {
      standing: known(hasPapers, "later"),
      where: "General Information",
      what: "addresses of privacy policy and terms, see docs/templates/",
    },
    ...watchWork(application, watch),
  ];
}

function watchWork(
  application: Application | null,
  watch: WatchSetUp | null,
): Handwork[] {
  if (watch === null || application === null) return [];
  const standing = standingOf(application, watch);
  // Where the address is known the task tells Discord by itself.
  const isByTask = standing === "nowhere" && watch.endpoint !== null;
  const what = isByTask ? null : WATCH_WORK[standing];
  if (what === null) return [];
  return [{ standing: "to do", where: "General Information", what }];
}

/** As text for a terminal. */
export function handworkText(list: readonly Handwork[]): string {
  return [
    "By hand, in https://discord.com/developers/applications:",
    ...list.map(({ standing, where, what }) =>
      `${standing.padEnd(7)}${where.padEnd(26)}${what}`
    ),
  ].join("\n");
}
