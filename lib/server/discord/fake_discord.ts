/**
 * The Discord of a development start: the part of its HTTP API that signing in
 * asks, for the people of the simulator. The server asks it over HTTP, through
 * the same code as the real one.
 * @module
 */
// Types only: the package takes 50 ms to load.
import type {
  APIActivityInstance,
  APIGuildMember,
  APIUser,
  RESTPostOAuth2AccessTokenResult,
} from "discord-api-types/v10";
import * as v from "valibot";
import {
  CAST_CHANNEL_ID,
  CAST_GUILD_ID,
  type CastMember,
  castMember,
} from "../../shared/cast.ts";

/** See the module. */
export interface FakeDiscord {
  /** Somebody accepts the consent dialog. @returns A code, or `null` for a stranger. */
  authorize(request: AuthorizeRequest): string | null;
  /** Answers one request to the API. @param path Below `/api/v10/`. */
  answer(request: Request, path: string): Promise<Response>;
}

/** Body of the simulator's `POST /simulator/authorize`. */
export const AuthorizeRequest = v.object({
  person: v.string(),
  instance: v.pipe(v.string(), v.maxLength(128)),
  scopes: v.pipe(v.array(v.string()), v.maxLength(20)),
});
/** See the schema of the same name. */
export type AuthorizeRequest = v.InferOutput<typeof AuthorizeRequest>;

interface Grant {
  person: CastMember;
  scopes: readonly string[];
  expiresAt: number;
}

/** Life of a code, ms. Source: Discord's are short; chosen. */
const CODE_TTL_MS = 60_000;
/** Life of an access token, s. Source: Discord's documentation (7 days). */
const TOKEN_TTL_S = 604_800;
/** Codes and instances kept at most. Chosen: a day of reloading. */
const MAX_KEPT = 5000;

/** Makes a Discord that knows one application. */
export function createFakeDiscord(
  app: { clientId: string; clientSecret: string },
  now: () => number = Date.now,
): FakeDiscord {
  const codes = new Map<string, Grant>();
  const instances = new Map<string, Set<string>>();

  async function exchange(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    if (
      form.get("client_id") !== app.clientId ||
      form.get("client_secret") !== app.clientSecret
    ) {
      return Response.json({ error: "invalid_client" }, { status: 401 });
    }
    const code = form.get("code") ?? "";
    const grant = codes.get(code);
    codes.delete(code);
    if (
      form.get("grant_type") !== "authorization_code" || !grant ||
      grant.expiresAt <= now()
    ) {
      return Response.json({
        error: "invalid_grant",
        error_description: 'Invalid "code" in request.',
      }, { status: 400 });
    }
    return Response.json(
      {
        access_token: writeToken({
          ...grant,
          expiresAt: now() + TOKEN_TTL_S * 1000,
        }),
        token_type: "Bearer",
        expires_in: TOKEN_TTL_S,
        refresh_token: crypto.randomUUID(),
        scope: grant.scopes.join(" "),
      } satisfies RESTPostOAuth2AccessTokenResult,
    );
  }

  function me({ person: { id, username, globalName } }: Grant) {
    return {
      id,
      username,
      discriminator: "0",
      global_name: globalName,
      avatar: null,
      bot: false,
      locale: "en-GB",
    } satisfies Omit<APIUser, "locale"> & { locale: string };
  }

  /** What a token was given for. */
  function authorization(grant: Grant) {
    return {
      application: { id: app.clientId, name: "Cowatch", description: "" },
      scopes: grant.scopes,
      expires: new Date(grant.expiresAt).toISOString(),
      user: me(grant),
    };
  }

  function member(grant: Grant, guildId: string): Response {
    if (!grant.scopes.includes("guilds.members.read")) return unauthorized();
    if (guildId !== CAST_GUILD_ID) {
      return Response.json({ message: "Unknown Guild", code: 10004 }, {
        status: 404,
      });
    }
    const { nick, roles } = grant.person;
    return Response.json(
      { nick, roles: [...roles], avatar: null } satisfies Partial<
        APIGuildMember
      >,
    );
  }

  function instance(id: string): Response {
    const users = instances.get(id);
    if (!users) {
      return Response.json({ message: "Unknown Instance", code: 10130 }, {
        status: 404,
      });
    }
    return Response.json(
      {
        application_id: app.clientId,
        instance_id: id,
        launch_id: id,
        location: {
          id: `gc-${CAST_GUILD_ID}-${CAST_CHANNEL_ID}`,
          kind: "gc" as APIActivityInstance["location"]["kind"],
          channel_id: CAST_CHANNEL_ID,
          guild_id: CAST_GUILD_ID,
        },
        users: [...users],
      } satisfies APIActivityInstance,
    );
  }

  return {
    authorize({ person: id, instance, scopes }) {
      const person = castMember(id);
      if (!person) return null;
      const code = crypto.randomUUID();
      keep(codes, code, { person, scopes, expiresAt: now() + CODE_TTL_MS });
      const users = instances.get(instance) ?? new Set();
      keep(instances, instance, users.add(id));
      return code;
    },
    async answer(request, path) {
      const route = `${request.method} ${path}`;
      if (route === "POST oauth2/token") return await exchange(request);
      const [, kind, token = ""] = /^(Bearer|Bot) (\S+)$/.exec(
        request.headers.get("authorization") ?? "",
      ) ?? [];
      const grant = readToken(token);
      const [, instanceId] =
        /^GET applications\/\d+\/activity-instances\/([^/]+)$/.exec(route) ??
          [];
      if (instanceId !== undefined) {
        return kind === "Bot"
          ? instance(decodeURIComponent(instanceId))
          : unauthorized();
      }
      if (kind !== "Bearer" || !grant || grant.expiresAt <= now()) {
        return unauthorized();
      }
      if (route === "GET users/@me") return Response.json(me(grant));
      if (route === "GET oauth2/@me") {
        return Response.json(authorization(grant));
      }
      const [, guildId] =
        /^GET users\/@me\/guilds\/(\d+)\/member$/.exec(route) ?? [];
      return guildId === undefined
        ? Response.json({ message: "404: Not Found", code: 0 }, { status: 404 })
        : member(grant, guildId);
    },
  };
}

const Token = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    person: v.string(),
    scopes: v.array(v.string()),
    expiresAt: v.number(),
  }),
);

/** A token says itself what it is for, so that it outlives a restart as Discord's does; whoever reaches this server may be anyone here anyway. */
function writeToken({ person, scopes, expiresAt }: Grant): string {
  return btoa(
    JSON.stringify({ person: person.id, scopes, expiresAt }),
  );
}

function readToken(token: string): Grant | null {
  const text = v.safeParse(
    v.pipe(
      v.string(),
      v.base64(),
      v.transform(atob),
      Token,
    ),
    token,
  );
  const person = text.success && castMember(text.output.person);
  return person ? { ...text.output, person } : null;
}

function unauthorized(): Response {
  return Response.json({ message: "401: Unauthorized", code: 0 }, {
    status: 401,
  });
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_KEPT && oldest !== undefined) map.delete(oldest);
}
