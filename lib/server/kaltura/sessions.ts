/**
 * Kaltura sessions (KS): each for one person, with what that person may do and
 * nothing more. Made with an application token or the user secret; the admin
 * secret is never asked for.
 * @module
 */
import { createHash } from "node:crypto";
import * as v from "valibot";
import { createSingleFlight } from "../upstream/single_flight.ts";
import { isRefusedPerson } from "../catalogue/faults.ts";
import type { KalturaApi } from "./api.ts";
import { KalturaRefusal } from "./refusals.ts";

/** What the account gives us to make sessions with. */
export type KalturaCredentials =
  | { kind: "app_token"; id: string; token: string }
  | { kind: "user_secret"; secret: string };

/** A KS and its end. */
interface KalturaSession {
  ks: string;
  /** ms since epoch. */
  expiresAtMs: number;
}

/** Makes sessions. */
interface KalturaSessions {
  /**
   * @param userId Whom Kaltura knows the person as.
   * @param privileges In Kaltura's words, such as `sview:0_abc`.
   * @throws {CatalogueFault} `gateway_misconfigured` when the account refuses its token or secret.
   */
  start(userId: string, privileges: readonly string[]): Promise<KalturaSession>;
}

interface KalturaSessionsOptions {
  api: KalturaApi;
  partnerId: string;
  credentials: KalturaCredentials;
  /** ms since epoch. */
  now: () => number;
}

/** Life of a KS, s. Chosen: as long as a session of ours. */
const KS_TTL_S = 3600;
/** Time for which the KS that proves nothing is kept, ms. Source: it lives for 24 h. */
const WIDGET_KS_MS = 3_600_000;
/** Hashes that a token may want; only its owner can read which. Source: `KalturaAppTokenHashType`, the likeliest first. */
const HASHES = ["sha256", "sha1", "sha512", "md5"] as const;

/** A KS: the alphabet of base64, also that of URLs. */
const Ks = v.pipe(v.string(), v.regex(/^[\w+/=.~|-]{16,4096}$/));
const WidgetAnswer = v.object({ ks: Ks });
const TokenAnswer = v.object({ ks: Ks, expiry: v.optional(v.number()) });

/** Makes the maker of one account's sessions. */
export function createKalturaSessions(
  options: KalturaSessionsOptions,
): KalturaSessions {
  const { api, partnerId, credentials, now } = options;
  const flights = createSingleFlight();
  /** Nobody's in particular: it only lets a token be shown. */
  let widget: { ks: string; untilMs: number } | null = null;
  /** The hash that the token took, once known. */
  let hash: (typeof HASHES)[number] | null = null;

  function widgetKs(person: string): Promise<string> {
    if (widget && widget.untilMs > now()) return Promise.resolve(widget.ks);
    return flights.run("widget", async () => {
      const { ks } = await api.call({
        name: "session.startWidgetSession",
        body: { widgetId: `_${partnerId}` },
        schema: WidgetAnswer,
        person,
      });
      widget = { ks, untilMs: now() + WIDGET_KS_MS };
      return ks;
    });
  }

  /** Asks with each hash that the token may want, until it takes one. */
  async function withToken(
    { id, token }: { id: string; token: string },
    { userId, privileges }: { userId: string; privileges: string },
  ): Promise<v.InferOutput<typeof TokenAnswer>> {
    let refusal: unknown;
    for (const type of hash ? [hash] : HASHES) {
      const ks = await widgetKs(userId);
      try {
        const answer = await api.call({
          name: "appToken.startSession",
          ks,
          body: {
            id,
            tokenHash: createHash(type).update(ks + token).digest("hex"),
            userId,
            type: 0,
            expiry: KS_TTL_S,
            sessionPrivileges: privileges,
          },
          schema: TokenAnswer,
          secrets: [token],
          person: userId,
        });
        hash = type;
        return answer;
      } catch (error) {
        if (!isWrongHash(error)) throw error;
        refusal = error;
      }
    }
    throw refusal;
  }

  /** As above, with another widget KS when the one at hand has ended before its time. */
  async function withFreshToken(
    credentials: { id: string; token: string },
    wish: { userId: string; privileges: string },
  ): Promise<v.InferOutput<typeof TokenAnswer>> {
    const used = widget;
    try {
      return await withToken(credentials, wish);
    } catch (error) {
      if (used === null || !isRefusedPerson(error)) throw error;
      if (widget === used) widget = null;
      return await withToken(credentials, wish);
    }
  }

  return {
    async start(userId, privileges) {
      const startedMs = now();
      const told = privileges.join(",");
      const untilMs = startedMs + KS_TTL_S * 1000;
      if (credentials.kind === "app_token") {
        const { ks, expiry } = await withFreshToken(credentials, {
          userId,
          privileges: told,
        });
        // The token may give less than we asked for.
        const toldMs = expiry === undefined ? Infinity : expiry * 1000;
        return { ks, expiresAtMs: Math.min(untilMs, toldMs) };
      }
      const { secret } = credentials;
      const ks = await api.call({
        name: "session.start",
        body: {
          secret,
          userId,
          type: 0,
          expiry: KS_TTL_S,
          privileges: told,
        },
        schema: Ks,
        secrets: [secret],
        person: userId,
      });
      return { ks, expiresAtMs: untilMs };
    },
  };
}

function isWrongHash(error: unknown): boolean {
  return error instanceof KalturaRefusal &&
    error.reason === "INVALID_APP_TOKEN_HASH";
}
