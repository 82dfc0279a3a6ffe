/**
 * What Discord's API cannot set: where it is in the portal, and whether it is
 * done, as far as Discord tells.
 * @module
 */
import { ApplicationFlags } from "discord-api-types/v10";
import { URL_MAPPINGS } from "@/lib/shared/url_mapping.ts";
import type { Application } from "./api.ts";

/** `to do`: nobody gets in without; `later`: for Discord's verification; `look`: Discord tells nobody. */
type Standing = "done" | "to do" | "later" | "look";

/** One thing to do by hand. */
export interface Handwork {
  readonly standing: Standing;
  /** Page and field of the portal. */
  readonly where: string;
  readonly what: string;
}

/** Lists it. @param application `null` where it is not known. @see SPEC O13 */
export function handwork(application: Application | null): Handwork[] {
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
  ];
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
