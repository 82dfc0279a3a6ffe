/**
 * Signing in: a Discord code becomes a session of this server.
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import { MAX_ID_LENGTH, SESSION_TTL_S } from "../../shared/limits.ts";
import { requireSession } from "./require_session.ts";
import { guildAvatarUrl } from "../discord/avatars.ts";
import type { Discord, DiscordUser, TokenAnswer } from "../discord/client.ts";
import { avatarOf, nameOf } from "../discord/person.ts";
import type { Log } from "../log/log.ts";
import type { Quotas } from "../limits/quotas.ts";
import {
  requireCurrentSignIn,
  type Session,
  type Sessions,
} from "./sessions.ts";
import { personOf } from "./caller.ts";
import type { Catalogue, CataloguePass } from "../catalogue/catalogue.ts";
import type { Whereabouts } from "../discord/whereabouts.ts";

const Snowflake = v.pipe(v.string(), v.regex(/^\d{1,20}$/));

/** Longest code or access token, characters. Chosen: several times Discord's. */
const MAX_PROOF_LENGTH = 512;
/** Visible ASCII: anything else never reaches a header or a form. */
const Proof = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x7e]+$/),
  v.maxLength(MAX_PROOF_LENGTH),
);

/** Where a person says they are; a bot gets a better answer. */
const Place = {
  instance_id: v.pipe(
    v.string(),
    v.regex(new RegExp(`^[A-Za-z0-9_.:-]{1,${2 * MAX_ID_LENGTH}}$`)),
  ),
  guild_id: v.optional(Snowflake),
  channel_id: v.optional(Snowflake),
};
type PlaceRequest = Omit<v.InferOutput<typeof ResumeRequest>, "access_token">;

/** Body of `POST /api/token`. Without `instance_id` nobody enters a room by it. */
export const TokenRequest = v.object({
  code: Proof,
  ...Place,
  instance_id: v.optional(Place.instance_id),
});
/** See the schema of the same name. */
export type TokenRequest = v.InferOutput<typeof TokenRequest>;

/** Body of `POST /api/resume`. */
export const ResumeRequest = v.object({ access_token: Proof, ...Place });
/** See the schema of the same name. */
export type ResumeRequest = v.InferOutput<typeof ResumeRequest>;

/** Answer of `POST /api/token`. */
interface SignInAnswer extends TokenAnswer {
  api_token?: string;
  /** Of the instance that was named; without one there is none. */
  session_token?: string;
  user: Session["user"];
}

/** See the module. All throw {@linkcode DomainError}. */
export interface SignIn {
  exchange(request: TokenRequest): Promise<SignInAnswer>;
  /**
   * A session for who had one that ended: Discord's token, which outlives it,
   * proves who they are, since Discord refuses a second `AUTHORIZE`.
   * @param known Whose session this server had sealed; `null` for a stranger.
   * @throws {DomainError} `session_expired` when that token has run out too
   * @see SPEC A11, A13
   */
  resume(
    request: ResumeRequest,
    known: Session | null,
  ): Promise<{ session_token: string; user: Session["user"] }>;
  /** A new session for who holds one, and is still there. @see SPEC A16 */
  renew(
    request: Request,
  ): Promise<{ session_token: string; expires_in: number }>;
  /** @throws {DomainError} `not_in_instance` for who has left; it ends their session. @see SPEC A16 */
  requirePresence(session: Session): Promise<void>;
}

/** Options of {@linkcode createSignIn}. */
interface SignInOptions {
  discord: Discord;
  catalogue: Catalogue;
  sessions: Sessions;
  log: Log;
  /** ms since epoch. */
  now: () => number;
  whereabouts: Whereabouts;
  /** What each person may use. */
  quotas: Pick<Quotas, "signIns">;
  /** Whether the server that a request names counts without Discord's confirmation: only the simulator's does. */
  trustsPlace: boolean;
}

/** Discord's scope for roles and nicks. */
const MEMBER_SCOPE = "guilds.members.read";

/** What somebody allowed us. */
interface Permission {
  accessToken: string;
  scopes: readonly string[];
}

/** Makes the sign-in. */
export function createSignIn(options: SignInOptions): SignIn {
  const { discord, catalogue, sessions, now, log, whereabouts, quotas } =
    options;

  /** Roles need a scope and a server; without either there are none, and Discord counts asking as a fault of ours. */
  async function memberOf(
    { accessToken, scopes }: Permission,
    guildId: string | undefined,
  ) {
    if (guildId === undefined || !scopes.includes(MEMBER_SCOPE)) return null;
    try {
      return await discord.member(accessToken, guildId);
    } catch (error) {
      log.warn("roles_unknown", { error });
      return null;
    }
  }

  /** @returns `undefined` when the catalogue fails: the video calls will say why. */
  async function passOf(
    person: Pick<Session, "user" | "roles">,
  ): Promise<CataloguePass | undefined> {
    try {
      return await catalogue.signIn(personOf(person));
    } catch (error) {
      log.warn("catalogue_sign_in_failed", { error });
      return undefined;
    }
  }

  /** The gateway's own token; what Kaltura gives is shown to nobody. */
  function told(pass: CataloguePass | undefined) {
    return pass && catalogue.name === "gateway"
      ? { api_token: pass.token }
      : {};
  }

  /** Who they are, in no room and on no server: so without roles. @see SPEC U21 */
  async function introduce(account: DiscordUser) {
    const user = {
      id: account.id,
      username: nameOf(account, null),
      avatarUrl: avatarOf(account),
    };
    return { ...told(await passOf({ user, roles: [] })), user };
  }

  /** Where they are, who they are there, and a session that says so. */
  async function admit(
    account: DiscordUser,
    { permission, request }: { permission: Permission; request: PlaceRequest },
  ) {
    const place = await whereabouts.locate(account.id, {
      instanceId: request.instance_id,
      guildId: request.guild_id,
      channelId: request.channel_id,
    });
    const member = await memberOf(permission, place.guildId);
    // Else anybody could be what they are on a server of their own choice.
    const hasRoles = place.isVerified || options.trustsPlace;
    const roles = hasRoles ? member?.roles ?? [] : [];
    const user = {
      id: account.id,
      username: nameOf(account, member?.nick),
      // Who has another picture on this server is known by it here.
      avatarUrl: guildAvatarUrl({
        guild: place.guildId,
        user: account.id,
        hash: member?.avatar,
      }) ?? avatarOf(account),
    };
    const api = await passOf({ user, roles });
    const session: Session = {
      user,
      instanceId: request.instance_id,
      ...(place.guildId ? { guildId: place.guildId } : {}),
      ...(place.channelId ? { channelId: place.channelId } : {}),
      roles,
      ...(api ? { api } : {}),
      signedInAtMs: now(),
      signInId: crypto.randomUUID(),
    };
    return {
      ...told(api),
      session_token: await sessions.seal(session),
      user,
    };
  }

  /** Somebody who has left the instance has left for good. @see SPEC A16, A17 */
  async function requirePresence(session: Session): Promise<void> {
    try {
      await whereabouts.confirm(session.user.id, session.instanceId);
    } catch (error) {
      if (error instanceof DomainError && error.code === "not_in_instance") {
        sessions.end(session);
      }
      throw error;
    }
  }

  return {
    async exchange(request) {
      if (request.instance_id !== undefined) {
        whereabouts.requireInstance(request.instance_id);
      }
      const token = await discord.exchange(request.code);
      const account = await discord.user(token.access_token);
      const permission = {
        accessToken: token.access_token,
        scopes: token.scope.split(" "),
      };
      const { instance_id } = request;
      if (instance_id !== undefined) quotas.signIns.take(account.id);
      const admission = instance_id === undefined
        ? await introduce(account)
        : await admit(account, {
          permission,
          request: { ...request, instance_id },
        });
      return { ...token, ...admission };
    },
    async resume(request, known) {
      whereabouts.requireInstance(request.instance_id);
      const accessToken = request.access_token;
      // Before Discord is asked: what a person asks amiss is theirs, too.
      if (known) quotas.signIns.take(known.user.id);
      const told = await discord.authorization(accessToken, {
        lane: known ? "person" : "stranger",
      });
      const isSame = !known || known.user.id === told?.user?.id;
      if (!told?.user || !isSame) {
        throw new DomainError(
          "session_expired",
          "Your sign-in has expired. Close Cowatch and open it again.",
        );
      }
      if (!known) quotas.signIns.take(told.user.id);
      const permission = { accessToken, scopes: told.scopes };
      const { session_token, user } = await admit(told.user, {
        permission,
        request,
      });
      return { session_token, user };
    },
    async renew(request) {
      const session = await requireSession(request, sessions);
      requireCurrentSignIn(session, now());
      await requirePresence(session);
      return {
        session_token: await sessions.seal(session),
        expires_in: SESSION_TTL_S,
      };
    },
    async requirePresence(session) {
      try {
        await requirePresence(session);
      } catch (error) {
        if (!isOutage(error)) throw error;
        // Discord saw them within the hour, and its outage must not end a film.
        log.warn("presence_unknown", { error });
      }
    },
  };
}

function isOutage(error: unknown): boolean {
  return error instanceof DomainError &&
    (error.code === "discord_unavailable" ||
      error.code === "discord_misconfigured");
}
