/**
 * Discord's side: credentials, the bot, the application, by calls that change
 * nothing.
 * @module
 */
import { ApplicationFlags } from "discord-api-types/v10";
import * as v from "valibot";
import type { Config } from "@/lib/server/config/config.ts";
import {
  type HttpAnswer,
  type HttpClient,
  UpstreamError,
} from "@/lib/server/upstream/http_client.ts";
import {
  type Application,
  type ApplicationApi,
  createApplicationApi,
  DiscordRefusal,
} from "../discord_setup/api.ts";
import { plan } from "../discord_setup/wanted.ts";
import {
  standingOf,
  type WatchSetUp,
  type WatchStanding,
} from "../discord_setup/watch.ts";
import { fault, type Finding, ok, skipped, warning } from "./findings.ts";
import { examineClock } from "./machine.ts";

/** Deadline of a call, ms. Chosen: somebody waits at a terminal. */
const TIMEOUT_MS = 10_000;

/** What is looked at. */
interface DiscordPatient {
  discord: Config["discord"];
  /** `null`: the server takes no commands. */
  watch: WatchSetUp | null;
  http: HttpClient;
  nowMs: () => number;
}

/** Looks at all of it. @see SPEC O3 */
export async function examineDiscord(
  { discord, watch, http, nowMs }: DiscordPatient,
): Promise<Finding[]> {
  if (discord.isFake) {
    return [
      skipped("discord", "The built-in Discord of development stands in."),
    ];
  }
  let answer: HttpAnswer;
  try {
    answer = await trySecret(discord, http);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return [fault("discord", {
      message: `Discord does not answer at ${discord.apiUrl} (${error.fault}).`,
      mend: "Let this machine reach it (name server, firewall, HTTPS_PROXY), " +
        "and take DISCORD_API_URL away unless you mean it.",
    })];
  }
  return [
    judgeSecret(answer),
    examineClock(answer.headers.get("date"), nowMs()),
    ...await examineBot({ discord, watch, http, nowMs }),
  ];
}

/** Asks to exchange a code that cannot be: Discord looks at the secret first, and nothing is made. Source: RFC 6749, 5.2. */
function trySecret(
  { clientId, clientSecret, apiUrl }: Config["discord"],
  http: HttpClient,
): Promise<HttpAnswer> {
  return http.send({
    url: `${apiUrl}/oauth2/token`,
    timeoutMs: TIMEOUT_MS,
    body: new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: "authorization_code",
      code: "doctor",
    }),
  });
}

function judgeSecret({ status, json }: HttpAnswer): Finding {
  const said = v.safeParse(v.object({ error: v.string() }), json);
  if (
    status === 401 || (said.success && said.output.error === "invalid_client")
  ) {
    return fault("discord", {
      message:
        "Discord does not know DISCORD_CLIENT_ID with DISCORD_CLIENT_SECRET.",
      mend: "Copy both from OAuth2 in Discord's developer portal, of one " +
        "application. The secret is neither the bot's token nor the public key.",
    });
  }
  if (status === 400) return ok("discord", "Client id and secret are right.");
  return warning("discord", {
    message:
      `Discord answers with status ${status}, so the secret is not known to be right.`,
    mend: status === 429
      ? "Wait some minutes and try again: Discord was asked too often from here."
      : "Look at https://discordstatus.com, and at DISCORD_API_URL.",
  });
}

async function examineBot(
  { discord, watch, http }: DiscordPatient,
): Promise<Finding[]> {
  const { botToken, clientId } = discord;
  if (botToken === undefined) {
    // A server without verified rooms keeps no token, set or not.
    return [
      skipped(
        "bot",
        "ROOM_ACCESS=unverified: the application is not looked at.",
      ),
    ];
  }
  const api = createApplicationApi({ ...discord, botToken, http });
  try {
    const application = await api.application();
    if (application.id !== clientId) {
      return [fault("bot", {
        message: `DISCORD_BOT_TOKEN is of another application ` +
          `("${application.name}", ${application.id}) than DISCORD_CLIENT_ID.`,
        mend:
          "Copy both from the same application in Discord's developer portal.",
      })];
    }
    return [
      ok("bot", `The bot of "${application.name}" is known.`),
      ...judgeApplication(application),
      ...await examineCommands(api, { application, watch }),
      judgeWatch(application, watch),
      judgeInstances(await api.askForNoInstance()),
    ];
  } catch (error) {
    if (!(error instanceof DiscordRefusal)) throw error;
    return [
      error.status === 401
        ? fault("bot", {
          message: "Discord does not know DISCORD_BOT_TOKEN.",
          mend: "Make a new one: Bot, Reset Token in Discord's developer " +
            "portal. The old one ends when another is made.",
        })
        : fault("bot", {
          message: error.message,
          mend: "Try again in some minutes; look at https://discordstatus.com.",
        }),
    ];
  }
}

function judgeApplication(application: Application): Finding[] {
  const { flags, redirect_uris, privacy_policy_url, terms_of_service_url } =
    application;
  const hasRedirect = redirect_uris !== undefined && redirect_uris.length > 0;
  const hasPapers = privacy_policy_url !== null &&
    terms_of_service_url !== null;
  return [
    (flags & ApplicationFlags.Embedded) !== 0
      ? ok("activity", "The application has an Activity.")
      : fault("activity", {
        message: "The application has no Activity.",
        mend:
          "Switch on Activities, Settings, Enable Activities in Discord's " +
          "developer portal.",
      }),
    hasRedirect
      ? ok("redirect", "A redirect is registered.")
      : fault("redirect", {
        message: "No redirect is registered: Discord refuses every sign-in.",
        mend:
          "Add one under OAuth2, Redirects in Discord's developer portal, " +
          "such as https://127.0.0.1. It is never used.",
      }),
    hasPapers
      ? ok("review", "Privacy policy and terms of service have addresses.")
      : warning("review", {
        message:
          "Privacy policy or terms of service have no address: Discord's " +
          "verification asks for both.",
        mend: "Publish docs/templates/, filled in, and enter the addresses " +
          "under General Information.",
      }),
  ];
}

async function examineCommands(
  api: ApplicationApi,
  { application, watch }: {
    application: Application;
    watch: WatchSetUp | null;
  },
): Promise<Finding[]> {
  const steps = plan(application, await api.commands(), watch);
  return [
    steps.length === 0
      ? ok("commands", "Discord knows our commands.")
      : warning("commands", {
        message: `Left to set up: ${
          steps.map(({ message }) => message).join("; ")
        }.`,
        mend: "Run `deno task discord:setup`.",
      }),
  ];
}

const WATCH_MENDS: Record<
  Exclude<WatchStanding, "fine">,
  { message: string; mend: string }
> = {
  other_key: {
    message: "DISCORD_PUBLIC_KEY is of another application: /watch is refused.",
    mend: "Copy the Public Key from General Information in Discord's " +
      "developer portal.",
  },
  nowhere: {
    message: "Discord does not know where to send /watch.",
    mend:
      "Run `deno task discord:setup` while the server runs; ALLOWED_HOSTS " +
      "tells it the server's name.",
  },
  elsewhere: {
    message:
      "Discord sends /watch to another program: its Interactions Endpoint " +
      "URL is not Cowatch's.",
    mend: "Enter Cowatch's under General Information in Discord's developer " +
      "portal, or take DISCORD_PUBLIC_KEY away. An application has one.",
  },
};

/** Nobody is kept from watching by it. @see SPEC O14 */
function judgeWatch(
  application: Application,
  watch: WatchSetUp | null,
): Finding {
  if (watch === null) {
    return skipped("watch", "No DISCORD_PUBLIC_KEY: /watch picks no video.");
  }
  const standing = standingOf(application, watch);
  return standing === "fine"
    ? ok("watch", "Discord sends /watch here.")
    : warning("watch", WATCH_MENDS[standing]);
}

function judgeInstances(status: number): Finding {
  return status === 404
    ? ok("instances", "The bot may ask who is in an Activity.")
    : fault("instances", {
      message: `The bot may not ask who is in an Activity: status ${status}. ` +
        "Nobody gets in.",
      mend: "Look whether DISCORD_CLIENT_ID and DISCORD_BOT_TOKEN are of one " +
        "application, and whether it has Activities.",
    });
}
