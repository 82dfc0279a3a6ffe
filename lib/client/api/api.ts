/**
 * The server's HTTP API as the browser uses it, with the session in memory
 * only: storage is shared with nobody's control, and a reload signs in again.
 * @module
 */
import * as v from "valibot";
import { Person } from "../../shared/person.ts";
import { DomainError, type ErrorCode } from "../../shared/errors.ts";
import { Extras } from "../../shared/video/extras.ts";
import { SESSION_TTL_S } from "../../shared/limits.ts";
import {
  type PlayReport,
  PlayReportAnswer,
} from "../../shared/video/play_reports.ts";
import {
  CaptionFile,
  Collection,
  type PlayAnswer,
  VideoPage,
} from "../../shared/video/video.ts";
import { withDeadline } from "../../shared/deadline.ts";
import type { Launch } from "../launch/launch.ts";
import { t } from "../../shared/texts.ts";

/** Deadline of a call, ms. Chosen: the gateway's own 10 s and one retry. */
const CALL_MS = 25_000;
/** Time between renewals of the session, ms. Chosen: three quarters of its life. */
const RENEW_MS = SESSION_TTL_S * 750;
/** Wait after a failed renewal, ms. Chosen: ten tries fit into what is left. */
const RENEW_RETRY_MS = 60_000;

/** What ends with a session, and can be put right without the person. */
const SIGNED_OUT: ReadonlySet<string> = new Set<ErrorCode>([
  "not_signed_in",
  "session_expired",
]);

/** See the module. All functions throw {@linkcode DomainError} with a sentence for the person. */
export interface Api {
  /** Exchanges Discord's code; later calls act for this person. */
  signIn(
    options: { code: string; launch: Launch },
  ): Promise<{ accessToken: string; me: Person }>;
  /** Whether the sign-in has run out for good: only Discord can give another. */
  isOver(): boolean;
  /**
   * @param snapshot The newest signed copy of the room, if any.
   * @param creatorId Whom the link names by which this person came.
   */
  ticket(snapshot: string | null, creatorId?: string | null): Promise<string>;
  /** A page of the catalogue, from 1; an empty query lists it. */
  videos(
    query: string,
    place: { page: number; pageSize: number; collection?: string },
  ): Promise<VideoPage>;
  /** Playlists and categories. */
  collections(): Promise<Collection[]>;
  /** @param options `isRenewal`: the permission given before was refused, or ends. */
  play(
    videoId: string,
    options?: { isRenewal?: boolean },
  ): Promise<PlayAnswer>;
  /** @returns The KS of one video, for a player that asks Kaltura itself. */
  session(videoId: string): Promise<string>;
  /** What a video has beside its media. */
  extras(videoId: string): Promise<Extras>;
  /** Reports one event of a play. */
  reportPlay(videoId: string, report: PlayReport): Promise<PlayReportAnswer>;
  dispose(): void;
}

const SignInAnswer = v.object({
  access_token: v.string(),
  session_token: v.string(),
  user: Person,
});
/** Answers of a renewal and of a resumed sign-in. */
const RenewAnswer = v.object({ session_token: v.string() });
const TicketAnswer = v.object({ ticket: v.string() });
const SessionAnswer = v.object({ ks: v.string() });
const CollectionsAnswer = v.object({ collections: v.array(Collection) });
const PlayShape = v.object({
  playUrl: v.string(),
  videoId: v.string(),
  manifestUrl: v.string(),
  engine: v.picklist(["hls", "playkit"]),
  captions: v.optional(v.array(CaptionFile)),
});
const ErrorAnswer = v.object({ error: v.string(), code: v.string() });

interface CallOptions<T> {
  body?: unknown;
  schema: v.GenericSchema<unknown, T>;
}

/** Makes a client that nobody has signed in to. */
export function createApi(): Api {
  let session: string | null = null;
  /** What proves who this is when the session has ended; in memory only. */
  let proof: Record<string, string> | null = null;
  let resuming: Promise<void> | null = null;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function adopt(token: string) {
    session = token;
    renewIn(RENEW_MS);
  }

  /** A page that goes for good takes its session with it. @see SPEC A17 */
  function leave({ persisted }: PageTransitionEvent) {
    if (session === null || persisted) return;
    // Nobody is there to hear that it failed; the session ends by itself later.
    fetch("/api/session", {
      method: "DELETE",
      headers: { authorization: `Bearer ${session}` },
      keepalive: true,
    }).catch(() => {});
  }

  function renewIn(ms: number) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      call("/api/session", { body: {}, schema: RenewAnswer }).then(
        ({ session_token }) => adopt(session_token),
        // The calls that need the session will say so, in their place.
        () => renewIn(RENEW_RETRY_MS),
      );
    }, ms);
  }

  /**
   * Signs in anew behind the person's back, once for all calls that wait.
   * @see SPEC A12
   */
  function resume(): Promise<void> {
    return resuming ??= send("/api/resume", {
      body: proof,
      schema: RenewAnswer,
    }).then(
      ({ session_token }) => adopt(session_token),
      (error) => {
        isOver = isSignedOut(error);
        throw error;
      },
    ).finally(() => resuming = null);
  }

  async function call<T>(path: string, options: CallOptions<T>): Promise<T> {
    const used = session;
    try {
      return await send(path, options);
    } catch (error) {
      if (!proof || !isSignedOut(error)) throw error;
      // Another call may have put it right meanwhile.
      if (session === used) await resume();
      return await send(path, options);
    }
  }

  async function send<T>(path: string, options: CallOptions<T>): Promise<T> {
    const headers: Record<string, string> = {};
    if (session) headers.authorization = `Bearer ${session}`;
    if (options.body !== undefined) {
      headers["content-type"] = "application/json";
    }
    const abort = new AbortController();
    const response = await withDeadline(
      fetch(path, {
        headers,
        signal: abort.signal,
        ...(options.body === undefined
          ? {}
          : { method: "POST", body: JSON.stringify(options.body) }),
      }).then(async (response) => ({
        response,
        json: await response.json().catch(() => null) as unknown,
      })),
      {
        ms: CALL_MS,
        late() {
          abort.abort();
          return unreachable();
        },
      },
    ).catch((error) => {
      throw error instanceof DomainError ? error : unreachable(error);
    });
    // The server renewed the gateway's token, which lives inside the session.
    const renewed = response.response.headers.get("x-session-token");
    if (renewed) adopt(renewed);
    return read(response, options.schema);
  }

  return {
    async signIn({ code, launch }) {
      const place = {
        instance_id: launch.instanceId,
        ...(launch.guildId ? { guild_id: launch.guildId } : {}),
        ...(launch.channelId ? { channel_id: launch.channelId } : {}),
      };
      const { access_token, session_token, user } = await send("/api/token", {
        body: { code, ...place },
        schema: SignInAnswer,
      });
      adopt(session_token);
      proof = { access_token, ...place };
      isOver = false;
      globalThis.addEventListener("pagehide", leave as EventListener);
      return { accessToken: access_token, me: user };
    },
    isOver: () => isOver,
    async ticket(snapshot, creatorId = null) {
      const ask = (copy: string | null) =>
        call("/api/room/ticket", {
          body: {
            ...(copy ? { snapshot: copy } : {}),
            ...(creatorId ? { creator_id: creatorId } : {}),
          },
          schema: TicketAnswer,
        });
      try {
        return (await ask(snapshot)).ticket;
      } catch (error) {
        // A copy that somebody on the way does not like keeps nobody out.
        if (!snapshot || !isAboutTheBody(error)) throw error;
        return (await ask(null)).ticket;
      }
    },
    async videos(query, { page, pageSize, collection }) {
      const search = new URLSearchParams({
        ...(query ? { q: query } : {}),
        ...(collection === undefined ? {} : { collection }),
        page: String(page),
        pageSize: String(pageSize),
      });
      const path = query ? "/api/videos/search" : "/api/videos";
      return await call(`${path}?${search}`, { schema: VideoPage });
    },
    async collections() {
      const { collections } = await call("/api/collections", {
        schema: CollectionsAnswer,
      });
      return collections;
    },
    play: (videoId, { isRenewal = false } = {}) =>
      call(`/api/videos/${encodeURIComponent(videoId)}/play`, {
        body: isRenewal ? { renewal: true } : {},
        schema: PlayShape,
      }),
    async session(videoId) {
      const { ks } = await call(
        `/api/videos/${encodeURIComponent(videoId)}/session`,
        { body: {}, schema: SessionAnswer },
      );
      return ks;
    },
    extras: (videoId) =>
      call(`/api/videos/${encodeURIComponent(videoId)}/extras`, {
        schema: Extras,
      }),
    reportPlay: (videoId, report) =>
      call(`/api/videos/${encodeURIComponent(videoId)}/events`, {
        body: report,
        schema: PlayReportAnswer,
      }),
    dispose() {
      clearTimeout(timer);
      globalThis.removeEventListener("pagehide", leave as EventListener);
    },
  };
}

function read<T>(
  { response, json }: { response: Response; json: unknown },
  schema: v.GenericSchema<unknown, T>,
): T {
  if (!response.ok) {
    const told = v.safeParse(ErrorAnswer, json);
    throw new DomainError(
      (told.success ? told.output.code : "internal") as ErrorCode,
      told.success ? told.output.error : t().errors.problem,
      { status: response.status },
    );
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  throw new DomainError(
    "internal",
    t().errors.updated,
  );
}

function isSignedOut(error: unknown): boolean {
  return error instanceof DomainError && SIGNED_OUT.has(error.code);
}

function unreachable(cause?: unknown): DomainError {
  return new DomainError(
    "store_unavailable",
    t().errors.unreachable,
    { cause },
  );
}

/** Whether what was sent was refused, and not who sent it. */
function isAboutTheBody(error: unknown): boolean {
  return error instanceof DomainError &&
    (error.status === 400 || error.status === 413);
}
