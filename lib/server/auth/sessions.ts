/**
 * Sessions: who somebody is, sealed into a token that only this server reads
 * or makes. Bound to one person and one instance (docs/design.md, "HTTP").
 * @module
 */
import { EncryptJWT, errors, jwtDecrypt } from "jose";
import * as v from "valibot";
import { Person } from "../../shared/person.ts";
import { DomainError } from "../../shared/errors.ts";
import { SESSION_TTL_S } from "../../shared/limits.ts";
import { deriveKey } from "../seal/keys.ts";
import { CataloguePass } from "../catalogue/catalogue.ts";

const SessionShape = v.object({
  user: Person,
  instanceId: v.string(),
  guildId: v.optional(v.string()),
  channelId: v.optional(v.string()),
  roles: v.array(v.string()),
  /** This person's way into the catalogue. */
  api: v.optional(CataloguePass),
  /** When the person signed in with Discord, ms since epoch; renewals keep it. */
  signedInAtMs: v.number(),
  /** Names the sign-in, so that it can be ended; renewals keep it. */
  signInId: v.optional(v.string()),
});

/** A signed-in person in one instance. */
export type Session = v.InferOutput<typeof SessionShape>;

/** Seals and opens sessions. */
export interface Sessions {
  seal(session: Session): Promise<string>;
  /**
   * Seals what became of a session meanwhile. The token ends when the former
   * one does: only a renewal, which looks where the person is, makes it last.
   * @throws {DomainError} `not_signed_in` where this server did not make the former one
   * @see SPEC X40
   */
  reseal(session: Session, options: { former: string }): Promise<string>;
  /** @throws {DomainError} `not_signed_in` for what this server did not make, `session_expired` */
  open(token: string): Promise<Session>;
  /** Whose session this was, ended or not; `null` for what this server did not make, or made too long ago. */
  openStale(token: string): Promise<Session | null>;
  /** Ends a sign-in: from now on its sessions open nothing here. @see SPEC A17 */
  end(session: Session): void;
  /** A session that did not leave this process. @throws {DomainError} `session_expired` where its sign-in has ended */
  requireOpen(session: Session): void;
}

const AUDIENCE = "cowatch-session";

/** Age up to which an ended session still says whose it was, s. Source: life of Discord's tokens (7 days), which bring it back. */
const STALE_S = 604_800;
/** Ended sign-ins that are remembered. Chosen: more than one process sees in an hour, after which their sessions have ended by themselves. */
const MAX_ENDED = 20_000;

/** Longest time for which a sign-in is renewed without Discord, ms. Chosen: a long evening. */
const MAX_SIGN_IN_MS = 12 * 3_600_000;

/** Refuses to renew what began too long ago. @throws {DomainError} `session_expired` */
export function requireCurrentSignIn(
  { signedInAtMs }: Session,
  nowMs: number,
): void {
  if (nowMs - signedInAtMs <= MAX_SIGN_IN_MS) return;
  throw new DomainError(
    "session_expired",
    "You have been watching for a long time. Close Cowatch and open it again.",
  );
}

/**
 * Makes the sealer.
 * @param options `secrets`: the first seals, all open (rotation). `now`: ms since epoch.
 * @see SPEC A1–A4
 */
export function createSessions(
  options: { secrets: readonly string[]; now: () => number },
): Sessions {
  const keys = options.secrets.map((secret) =>
    deriveKey(secret, { name: AUDIENCE, use: "seal" })
  );
  const ended = new Set<string>();

  /** @returns The session, and its end in seconds since epoch. */
  async function decrypt(
    token: string,
    toleranceS: number,
  ): Promise<{ session: Session; endS: number }> {
    for (const key of keys) {
      try {
        const { payload } = await jwtDecrypt(token, await key, {
          audience: AUDIENCE,
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
          currentDate: new Date(options.now()),
          clockTolerance: toleranceS,
          requiredClaims: ["exp", "iat"],
        });
        return {
          session: v.parse(SessionShape, payload.session),
          endS: v.parse(v.number(), payload.exp),
        };
      } catch (error) {
        if (error instanceof errors.JWTExpired) {
          throw new DomainError(
            "session_expired",
            "Your sign-in has expired. Open Cowatch again.",
          );
        }
        // Another secret may fit; what fits none is refused below.
      }
    }
    throw new DomainError(
      "not_signed_in",
      "This sign-in is not valid here. Open Cowatch again.",
    );
  }

  function requireOpen({ signInId }: Session) {
    if (signInId === undefined || !ended.has(signInId)) return;
    throw new DomainError(
      "session_expired",
      "You have left. Open Cowatch again.",
    );
  }

  const nowS = () => Math.floor(options.now() / 1000);

  async function encrypt(session: Session, endS: number): Promise<string> {
    const [key] = keys;
    if (!key) throw new TypeError("Cannot seal a session without a secret");
    return await new EncryptJWT({ session })
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .setAudience(AUDIENCE)
      .setIssuedAt(nowS())
      .setExpirationTime(endS)
      .encrypt(await key);
  }

  return {
    requireOpen,
    seal: (session) => encrypt(session, nowS() + SESSION_TTL_S),
    async reseal(session, { former }) {
      // It was open when the request came, and may have ended since.
      const { endS } = await decrypt(former, STALE_S);
      return await encrypt(session, endS);
    },
    async open(token) {
      const { session } = await decrypt(token, 0);
      requireOpen(session);
      return session;
    },
    openStale: (token) =>
      decrypt(token, STALE_S).then(({ session }) => session).catch((error) => {
        if (error instanceof DomainError) return null;
        throw error;
      }),
    end({ signInId }) {
      if (signInId === undefined) return;
      ended.add(signInId);
      const [oldest] = ended;
      if (ended.size > MAX_ENDED && oldest !== undefined) ended.delete(oldest);
    },
  };
}
