/**
 * The gateway's calls, one function each. It holds no identity: each call
 * carries the token of the person it is for (DESIGN §4).
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import type { Video } from "../../shared/video.ts";
import {
  type HttpAnswer,
  type HttpClient,
  UpstreamError,
} from "../http_client.ts";
import { createResilience } from "./resilience.ts";
import {
  AuthAnswer,
  ErrorAnswer,
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

/** A page of a list, from 1. */
export interface Paging {
  page: number;
  pageSize: number;
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
  timeoutMs: number;
  http: HttpClient;
  /** Failures in a row after which it is left alone for a while. @default {5} Source: DESIGN §4. */
  breakAfter?: number;
}

/** Makes a client. */
export function createGateway(options: GatewayOptions): Gateway {
  const { http, timeoutMs } = options;
  const resilience = createResilience({ failures: options.breakAfter ?? 5 });
  const flights = createSingleFlight();

  function send<T>(
    path: string,
    request: {
      token?: string;
      body?: unknown;
      schema: v.GenericSchema<unknown, T>;
      isRepeatable: boolean;
    },
  ): Promise<T> {
    return resilience.run(async () => {
      const answer = await http.send({
        url: options.url + path,
        timeoutMs,
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(request.token
          ? { headers: { authorization: `Bearer ${request.token}` } }
          : {}),
      }).catch(unanswered);
      return read(answer, request.schema);
    }, request);
  }

  /** Identical reads of one person at one time are one call. */
  function get<T>(
    path: string,
    { token }: GatewayToken,
    schema: v.GenericSchema<unknown, T>,
  ): Promise<T> {
    return flights.run(
      `${token} ${path}`,
      () => send(path, { token, schema, isRepeatable: true }),
    );
  }

  async function authenticate(path: string, body: unknown) {
    try {
      const answer = await send(path, {
        body,
        schema: AuthAnswer,
        isRepeatable: false,
      });
      return tokenOf(answer);
    } catch (error) {
      // Here every refusal is about the person, whatever the status says.
      const isRefusal = error instanceof DomainError &&
        (error.code === "gateway_refused" || error.code === "unknown_video");
      throw isRefusal ? unknownPerson(error) : error;
    }
  }

  return {
    signIn: ({ discordId, username, roles }) =>
      authenticate("/auth/token", { discordId, username, roles }),
    refresh: (token) => authenticate("/auth/refresh", { token }),
    async list(by, { page, pageSize }) {
      const query = new URLSearchParams({
        page: String(page),
        pageSize: String(pageSize),
      });
      const videos = await get(`/videos?${query}`, by, ListAnswer);
      return pageOf(videos, { page, pageSize, isWhole: ignoresPages(by) });
    },
    async search(by, q, { page, pageSize }) {
      const isWhole = ignoresPages(by);
      const query = new URLSearchParams(
        isWhole
          ? { q, limit: String(page * pageSize) }
          : { q, page: String(page), pageSize: String(pageSize) },
      );
      const videos = await get(`/videos/search?${query}`, by, ListAnswer);
      return pageOf(videos, { page, pageSize, isWhole });
    },
    async get(by, id) {
      const { video } = await get(`/videos/${segment(id)}`, by, VideoAnswer);
      return video;
    },
    async session(by, id) {
      // This dialect has no such path, and gave the KS with the token.
      if (by.ks) return by.ks;
      const { ks } = await send(`/videos/${segment(id)}/session`, {
        token: by.token,
        body: {},
        schema: SessionAnswer,
        isRepeatable: false,
      });
      return ks;
    },
    async play(by, id) {
      const { playUrl } = await send(`/videos/${segment(id)}/play`, {
        token: by.token,
        body: {},
        schema: PlayUrlAnswer,
        isRepeatable: false,
      });
      return playUrl;
    },
  };
}

/** The dialect that gives a KS with the token pages by nothing but `limit`. */
function ignoresPages(by: GatewayToken): boolean {
  return by.ks !== undefined;
}

/** One page of what came; a gateway that sent more than a page ignored paging. */
function pageOf(
  videos: Video[],
  { page, pageSize, isWhole }: Paging & { isWhole: boolean },
): Video[] {
  return isWhole || videos.length > pageSize
    ? videos.slice((page - 1) * pageSize, page * pageSize)
    : videos;
}

/** An id as one path segment. Ids are checked before; this is the second lock. */
function segment(id: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(id)) {
    throw new TypeError("Cannot ask for a video as its id is not valid");
  }
  return id;
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

function unanswered(error: unknown): never {
  if (!(error instanceof UpstreamError)) throw error;
  if (error.fault === "too_large") throw badAnswer(error);
  throw error.fault === "timeout"
    ? new DomainError(
      "gateway_timeout",
      "The video library takes too long to answer. Try again in a moment.",
      { cause: error },
    )
    : new DomainError(
      "gateway_unavailable",
      "The video library does not answer. Try again in a moment.",
      { cause: error },
    );
}

function read<T>(answer: HttpAnswer, schema: v.GenericSchema<unknown, T>): T {
  const { status, json } = answer;
  if (status >= 200 && status < 300) {
    const result = v.safeParse(schema, json);
    if (result.success) return result.output;
    const [issue] = result.issues;
    throw badAnswer(
      new Error(`${v.getDotPath(issue) ?? "body"}: ${issue.type}`),
    );
  }
  const told = v.safeParse(ErrorAnswer, json);
  const cause = new Error(
    `status ${status}${told.success ? `: ${told.output.error}` : ""}`,
  );
  if (status >= 500) {
    throw new DomainError(
      status === 504 ? "gateway_timeout" : "gateway_unavailable",
      "The video library has a problem. Try again in a moment.",
      { cause },
    );
  }
  if (status === 401) throw unknownPerson(cause);
  if (status === 403) {
    throw new DomainError(
      "gateway_refused",
      "This video is not for you. Pick another one.",
      { cause, status },
    );
  }
  if (status === 404) {
    throw new DomainError(
      "unknown_video",
      "This video does not exist, or is not for you.",
      { cause },
    );
  }
  if (status === 429) {
    throw new DomainError(
      "gateway_unavailable",
      "The video library is busy. Try again in a moment.",
      { cause, status: 503 },
    );
  }
  if (status >= 400) {
    throw new DomainError(
      "gateway_refused",
      "The video library refused this. Try something else.",
      { cause },
    );
  }
  throw badAnswer(cause);
}

function unknownPerson(cause: unknown): DomainError {
  return new DomainError(
    "gateway_auth_failed",
    "The video library does not know you. Close Cowatch and open it again.",
    { cause },
  );
}

function badAnswer(cause: unknown): DomainError {
  return new DomainError(
    "bad_gateway_answer",
    "The video library answered with nonsense. Try again later.",
    { cause },
  );
}
