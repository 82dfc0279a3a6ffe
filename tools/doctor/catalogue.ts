/**
 * The catalogue as a viewer meets it: sign in, list, play, down to the first
 * playlist.
 * @module
 */
import type { Config } from "@/lib/server/config/config.ts";
import type { Log } from "@/lib/server/log/log.ts";
import { createMediaLinks } from "@/lib/server/media/links.ts";
import { createMedia } from "@/lib/server/media/media.ts";
import type { HttpClient } from "@/lib/server/upstream/http_client.ts";
import type { Catalogue, Viewer } from "@/lib/server/catalogue/catalogue.ts";
import { createCatalogue } from "@/lib/server/catalogues.ts";
import { DomainError, type ErrorCode } from "@/lib/shared/errors.ts";
import type { Video } from "@/lib/shared/video/video.ts";
import {
  type Check,
  fault,
  type Finding,
  ok,
  skipped,
  warning,
} from "./findings.ts";

/** What is looked at. */
interface CataloguePatient {
  config: Config;
  http: HttpClient;
  log: Log;
  now: () => number;
}

/** Videos that are tried until one plays. Chosen: some may not be ready, or not for everybody. */
const TRIES = 3;

const GATEWAY_MENDS: Partial<Record<ErrorCode, string>> = {
  gateway_unavailable:
    "Start the gateway, or set API_GATEWAY_URL to where it runs.",
  gateway_timeout:
    "See whether the gateway reaches Kaltura; API_GATEWAY_TIMEOUT_MS says how long it has.",
  gateway_misconfigured:
    "Set API_GATEWAY_URL to the gateway's address with its path: mostly it ends with /api.",
  no_catalogue:
    "Give the gateway its account: KALTURA_PARTNER_ID and KALTURA_ADMIN_SECRET in the gateway's own environment.",
  gateway_auth_failed:
    "Look at the gateway's log: it refuses to sign anybody in.",
  bad_gateway_answer:
    "Look at what answers at API_GATEWAY_URL: it does not speak as a gateway.",
};
const KALTURA_MENDS: Partial<Record<ErrorCode, string>> = {
  gateway_unavailable:
    "Let this machine reach KALTURA_API_URL (name server, firewall).",
  gateway_timeout:
    "Let this machine reach KALTURA_API_URL (name server, firewall).",
  gateway_misconfigured:
    "Set KALTURA_PARTNER_ID, and KALTURA_APP_TOKEN_ID with KALTURA_APP_TOKEN or KALTURA_USER_SECRET, all of one account.",
  gateway_auth_failed:
    "Set KALTURA_PARTNER_ID, and KALTURA_APP_TOKEN_ID with KALTURA_APP_TOKEN or KALTURA_USER_SECRET, all of one account.",
};
const MEDIA_MENDS: Partial<Record<ErrorCode, string>> = {
  media_host_refused:
    "Add the host that the log names (media_host_refused) to KALTURA_HOSTS.",
  media_unavailable:
    "Let this machine reach KALTURA_CDN_URL, and see that it is the account's.",
  media_expired:
    "Look at the clock of this machine and of the gateway, and at the account's secret.",
  media_forbidden:
    "Look at the entry's access control in Kaltura's console, and at KALTURA_PRIVACY_CONTEXT.",
};
const ANY_MEND =
  "The log (standard error of the server) names the cause; docs/deployment.md has what it means.";

/** Looks at all of it. In development samples stand in, so nothing is a fault. @see SPEC O4 */
export async function examineCatalogue(
  patient: CataloguePatient,
): Promise<Finding[]> {
  const findings = await lookThrough(patient);
  if (patient.config.mode === "production") return findings;
  return findings.map((finding) =>
    finding.verdict === "fault"
      ? {
        ...finding,
        verdict: "warning",
        message: `${finding.message} Samples stand in.`,
      }
      : finding
  );
}

async function lookThrough(patient: CataloguePatient): Promise<Finding[]> {
  const { config } = patient;
  const catalogue = createCatalogue(config, patient);
  const address = catalogue.name === "gateway"
    ? config.gateway.url
    : config.kalturaApi.url;
  const mends = catalogue.name === "gateway" ? GATEWAY_MENDS : KALTURA_MENDS;
  const refused = (check: Check, error: unknown, message: string) => {
    if (!(error instanceof DomainError)) throw error;
    return fault(check, {
      message: `${message}: ${wordsOf(error)}.`,
      mend: mends[error.code] ?? ANY_MEND,
    });
  };

  let viewer: Viewer;
  try {
    await catalogue.check();
    viewer = await signIn(catalogue, config);
  } catch (error) {
    const message = `Nobody can sign in to the ${catalogue.name} at ${address}`;
    return [refused("catalogue", error, message)];
  }
  const known = ok(
    "catalogue",
    `The ${catalogue.name} at ${address} signs in.`,
  );
  let videos: readonly Video[];
  try {
    ({ videos } = await catalogue.list(viewer, { page: 1, pageSize: 10 }));
  } catch (error) {
    return [known, refused("list", error, "The list of videos fails")];
  }
  if (videos.length === 0) {
    return [
      known,
      warning("list", {
        message: "The list of videos is empty; a search may still find some.",
        mend:
          "Publish something in the account. A gateway of the field lists " +
          "nothing where Kaltura refuses a search for nothing: people search.",
      }),
      skipped("play", "There is nothing to play."),
    ];
  }
  const listed = ok("list", `${videos.length} video(s) on the first page.`);
  return [
    known,
    listed,
    await examinePlay(patient, { catalogue, viewer, videos }),
  ];
}

/** Someone whom the catalogue does not take for a person. */
async function signIn(
  catalogue: Catalogue,
  { discord }: Config,
): Promise<Viewer> {
  const person = {
    discordId: discord.clientId,
    username: "cowatch-doctor",
    roles: [],
  };
  return { person, pass: await catalogue.signIn(person) };
}

/** Plays what can be played by anybody: something on demand. */
async function examinePlay(
  { config, http, log, now }: CataloguePatient,
  { catalogue, viewer, videos }: {
    catalogue: Catalogue;
    viewer: Viewer;
    videos: readonly Video[];
  },
): Promise<Finding> {
  const playable = videos.filter(({ kind }) => kind !== "live").slice(0, TRIES);
  if (playable.length === 0) {
    return skipped("play", "The first page has live broadcasts only.");
  }
  const links = createMediaLinks({ secrets: config.sessionSecrets, now });
  const timeoutMs = config.gateway.timeoutMs;
  const media = createMedia({ ...config, timeoutMs, http, links, log });
  let last: DomainError | null = null;
  for (const { id, title, partnerId } of playable) {
    try {
      const playing = await catalogue.play(viewer, id);
      const path = await media.manifestUrl({
        id,
        partnerId: playing.partnerId ?? partnerId,
      }, { ks: playing.ks, session: sessionOf(viewer, now()) });
      const grant = path.split("grant=")[1] ?? "";
      await media.playlist({ videoId: id, grant, target: null });
      return ok(
        "play",
        `"${title}" can be played` +
          (catalogue.name === "gateway" ? `; ${dialectOf(playing)}.` : "."),
      );
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      last = error;
    }
  }
  return fault("play", {
    message: `None of the first ${playable.length} video(s) can be played: ` +
      `${last && wordsOf(last)}.`,
    mend: (last && (MEDIA_MENDS[last.code] ?? GATEWAY_MENDS[last.code])) ??
      ANY_MEND,
  });
}

/** Which of the two ways to a KS this gateway has. */
function dialectOf(
  { playUrl, isPassKs }: { playUrl?: string; isPassKs?: boolean },
) {
  if (isPassKs) {
    return "the gateway gives no KS for one video, the pass's is used";
  }
  return /[?&]ks=/.test(playUrl ?? "")
    ? "the gateway writes the KS into its play address, as the one in the field"
    : "the gateway gives a KS for each video";
}

function sessionOf({ person }: Viewer, nowMs: number) {
  return {
    user: { id: person.discordId, username: person.username, avatarUrl: null },
    instanceId: "doctor",
    roles: [],
    signedInAtMs: nowMs,
  };
}

/** Its cause where that is in words, which have no secret in them; else its code. */
function wordsOf({ code, cause }: DomainError): string {
  if (typeof cause === "string") return `${code}, ${cause}`;
  return code;
}
