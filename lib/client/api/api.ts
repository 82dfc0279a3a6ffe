/**
 * The server's HTTP API as the browser uses it.
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import { Person } from "../../shared/person.ts";
import { Extras } from "../../shared/video/extras.ts";
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
import { sentenceOfRefusal } from "../page/refusal.ts";
import type { Launch } from "../launch/launch.ts";
import { createSession } from "./session.ts";

/** The calls, by name. All of them throw {@linkcode DomainError} with a sentence for the person. */
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

/** Makes a client that nobody has signed in to. */
export function createApi(): Api {
  const session = createSession();
  const { call } = session;

  return {
    async signIn({ code, launch }) {
      const place = {
        instance_id: launch.instanceId,
        ...(launch.guildId ? { guild_id: launch.guildId } : {}),
        ...(launch.channelId ? { channel_id: launch.channelId } : {}),
      };
      const { access_token, session_token, user } = await session.send(
        "/api/token",
        { body: { code, ...place }, schema: SignInAnswer },
      );
      session.begin({
        token: session_token,
        proof: { access_token, ...place },
      });
      return { accessToken: access_token, me: user };
    },
    isOver: session.isOver,
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
      const found = await call(`${path}?${search}`, { schema: VideoPage });
      const { samplesBecause: error, samplesCode: code } = found;
      return error === undefined || code === undefined ? found : {
        ...found,
        samplesBecause: sentenceOfRefusal({ code, error }),
      };
    },
    async collections() {
      const { collections } = await call("/api/collections", {
        schema: CollectionsAnswer,
      });
      return collections;
    },
    play: (videoId, { isRenewal = false } = {}) =>
      call(pathOf(videoId, "play"), {
        body: isRenewal ? { renewal: true } : {},
        schema: PlayShape,
      }),
    async session(videoId) {
      const { ks } = await call(pathOf(videoId, "session"), {
        body: {},
        schema: SessionAnswer,
      });
      return ks;
    },
    extras: (videoId) => call(pathOf(videoId, "extras"), { schema: Extras }),
    reportPlay: (videoId, report) =>
      call(pathOf(videoId, "events"), {
        body: report,
        schema: PlayReportAnswer,
      }),
    dispose: session.dispose,
  };
}

function pathOf(videoId: string, what: string): string {
  return `/api/videos/${encodeURIComponent(videoId)}/${what}`;
}

/** Whether what was sent was refused, and not who sent it. */
function isAboutTheBody(error: unknown): boolean {
  return error instanceof DomainError &&
    (error.status === 400 || error.status === 413);
}
