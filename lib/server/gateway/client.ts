/**
 * The gateway's calls, one function each. It holds no identity: each call
 * carries the token of the person it is for (DESIGN §4).
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import { type Video, VideoId } from "../../shared/video.ts";
import type { HttpClient } from "../http_client.ts";
import { GatewayFault, read, unanswered, unlisted } from "./faults.ts";
import { createPager, type Paging } from "./paging.ts";
import { createResilience } from "./resilience.ts";
import {
  AuthAnswer,
  ListAnswer,
  PlayUrlAnswer,
  SessionAnswer,
  timeMs,
  VideoAnswer,
} from "./schema.ts";
import { createSingleFlight } from "./single_flight.ts";

/** A person's way into the gateway. `ks` in the dialect without a session path. */
export interface GatewayToken {
  token: string;
  expiresAtMs?: number;
  ks?: string;
}

/** Whom a token is asked for. */
export interface GatewayPerson {
  discordId: string;
  username: string;
  roles: readonly string[];
}

/** See the module. All throw {@linkcode DomainError}; a refused token is `gateway_auth_failed`. */
export interface Gateway {
  signIn(person: GatewayPerson): Promise<GatewayToken>;
  refresh(token: string): Promise<GatewayToken>;
  list(by: GatewayToken, paging: Paging): Promise<Video[]>;
  search(by: GatewayToken, query: string, paging: Paging): Promise<Video[]>;
  get(by: GatewayToken, id: string): Promise<Video>;
  /** @returns The KS for one video. */
  session(by: GatewayToken, id: string): Promise<string>;
  /** @returns The address of Kaltura's player for one video. */
  play(by: GatewayToken, id: string): Promise<string>;
}

/** Options of {@linkcode createGateway}. */
export interface GatewayOptions {
  url: string;
  /** Deadline of a call with its retries, ms. */
  timeoutMs: number;
  http: HttpClient;
  /** See {@linkcode createResilience}. @default {false} */
  remembersOutage?: boolean;
  /** See {@linkcode createResilience}. */
  halfOpenMs?: number;
}

/** Makes a client. */
export function createGateway(options: GatewayOptions): Gateway {
  const { http, remembersOutage = false } = options;
  const resilience = createResilience({ ...options, remembersOutage });
  const flights = createSingleFlight();
  const lists = createPager();
  const searches = createPager();
  /** Learned of the gateway, nobody's in particular. */
  let hasSessionPath = true;

  function send<T>(
    path: string,
    request: {
      by?: GatewayToken;
      body?: unknown;
      schema: v.GenericSchema<unknown, T>;
      secrets?: readonly string[];
    },
  ): Promise<T> {
    const { by, body, schema } = request;
    const secrets = [by?.token, by?.ks, ...request.secrets ?? []];
    return resilience.run(async (timeoutMs) => {
      const answer = await http.send({
        url: options.url + path,
        timeoutMs,
        ...(body === undefined ? {} : { body }),
        ...(by ? { headers: { authorization: `Bearer ${by.token}` } } : {}),
      }).catch((error) => {
        throw unanswered(error);
      });
      return read(answer, { schema, secrets });
    }, { isRepeatable: body === undefined });
  }

  /** Identical reads of one person at one time are one call. */
  function get<T>(
    path: string,
    by: GatewayToken,
    schema: v.GenericSchema<unknown, T>,
  ): Promise<T> {
    return flights.run(
      `GET ${path} ${by.token}`,
      () => send(path, { by, schema }),
    );
  }

  function getList(path: string, by: GatewayToken): Promise<Video[]> {
    return get(path, by, ListAnswer).catch((error) => {
      throw unlisted(error);
    });
  }

  /** So are identical wishes for a token: many requests find an old one at once. */
  function authenticate(
    path: string,
    options: { body: unknown; secrets?: readonly string[] },
  ): Promise<GatewayToken> {
    return flights.run(
      `POST ${path} ${JSON.stringify(options.body)}`,
      () =>
        send(path, { ...options, schema: AuthAnswer }).then(
          tokenOf,
          (error) => {
            // Here every refusal is about the person, whatever the status says.
            const isRefusal = error instanceof DomainError &&
              (error.code === "gateway_refused" ||
                error.code === "unknown_video");
            throw isRefusal
              ? new GatewayFault("gateway_auth_failed", { cause: error.cause })
              : error;
          },
        ),
    );
  }

  return {
    signIn: ({ discordId, username, roles }) =>
      authenticate("/auth/token", { body: { discordId, username, roles } }),
    refresh: (token) =>
      authenticate("/auth/refresh", { body: { token }, secrets: [token] }),
    list: (by, paging) =>
      lists.page(({ page, pageSize }) => {
        const query = queryOf({ page, pageSize });
        return getList(`/videos?${query}`, by);
      }, paging),
    search: (by, q, paging) =>
      searches.page(({ page, pageSize }) => {
        // The dialect that gives a KS with the token pages searches by `limit`.
        const query = by.ks === undefined
          ? queryOf({ q, page, pageSize })
          : queryOf({ q, limit: page * pageSize });
        return getList(`/videos/search?${query}`, by);
      }, paging),
    async get(by, id) {
      const { video } = await get(`/videos/${segment(id)}`, by, VideoAnswer);
      return video;
    },
    async session(by, id) {
      if (by.ks !== undefined && !hasSessionPath) return by.ks;
      try {
        const { ks } = await send(`/videos/${segment(id)}/session`, {
          by,
          body: {},
          schema: SessionAnswer,
        });
        return ks;
      } catch (error) {
        if (!(error instanceof GatewayFault) || !error.isMissingPath) {
          throw error;
        }
        if (by.ks === undefined) {
          throw new GatewayFault("bad_gateway_answer", { cause: error.cause });
        }
        hasSessionPath = false;
        return by.ks;
      }
    },
    async play(by, id) {
      const { playUrl } = await send(`/videos/${segment(id)}/play`, {
        by,
        body: {},
        schema: PlayUrlAnswer,
      });
      return playUrl;
    },
  };
}

function queryOf(values: Record<string, string | number>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(values).map(([name, value]) => [name, String(value)]),
  );
}

/**
 * An id as one path segment that reaches a video and nothing else.
 * @see SPEC V3
 */
function segment(id: string): string {
  if (v.is(VideoId, id) && id !== "search") return id;
  throw new GatewayFault("unknown_video");
}

function tokenOf(
  { token, expiresAt, kalturaSession }: AuthAnswer,
): GatewayToken {
  const times = [timeMs(expiresAt), timeMs(kalturaSession?.expiresAt)]
    .filter((time) => time !== undefined);
  return {
    token,
    ...(times.length > 0 ? { expiresAtMs: Math.min(...times) } : {}),
    ...(kalturaSession ? { ks: kalturaSession.ks } : {}),
  };
}
