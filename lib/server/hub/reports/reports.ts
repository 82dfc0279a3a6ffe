/**
 * What the members of one room say of themselves, as the others are told, and
 * what the room makes of it: the lead of its controls, and what its media are.
 * @module
 */
import type { RoomDocument } from "../../../room/document/document.ts";
import type { MediaReports } from "../../../room/verdict.ts";
import { CROWD } from "../../../shared/limits.ts";
import type {
  MediaReport,
  PresenceReport,
  PublicReport,
} from "../../../shared/room/protocol.ts";
import { skewOf } from "../../../shared/room/skew.ts";
import type { Reports } from "../../store/peers.ts";
import { createCrowd, type Crowd } from "./crowd.ts";
import { forSame } from "../../../shared/for_same.ts";
import { leadFor } from "./lead.ts";
import { createPresence, type Presence } from "./presence.ts";

/** The reports of one room. */
export interface RoomReports {
  /** What members say of themselves, here and elsewhere. */
  readonly presence: Pick<Presence, "report" | "hear" | "forget">;
  /** The room has changed. */
  settle(before: RoomDocument | null, document: RoomDocument): void;
  /** A second has passed. @returns Whether the others are to be told now. */
  beginRound(memberCount: number): boolean;
  /** Takes what the others are to be told: the fields `presence` and `skew` of a message, as JSON without braces; `null`: nothing. */
  takeNews(): string | null;
  /** What tells other instances of the members of this one: as of all news taken since the last call. */
  takeOwn(): (() => Reports) | null;
  /** Everybody as told so far, as JSON. */
  allText(): string;
  /** What members say of the media; `null` when nobody has said anything since the last call. */
  takeMediaReports(): MediaReports | null;
  /** Lead for the next control, ms. */
  leadMs(): number;
}

/** Makes the reports of one room. */
export function createRoomReports({ instance, hurry, onReports }: {
  /** Name of this instance. */
  instance: string;
  /** Something is to be done before the next second. */
  hurry: () => void;
  /** Hears, with each round, what everybody says of themselves. */
  onReports?: ((reports: Iterable<PresenceReport>) => void) | undefined;
}): RoomReports {
  const presence = createPresence(instance);
  /** What each page has said of the media last. */
  const media = new Map<string, MediaReport | undefined>();
  let hasMediaNews = false;
  let isCrowd = false;
  /** Given once a crowd has been told of everybody. */
  let crowd: Crowd | null = null;
  let isOffBeat = false;
  let own: (() => Reports) | null = null;
  const presenceText = forSame((all: Reports) => textOf(Object.entries(all)));
  const crowdText = forSame((all: Readonly<Record<string, PublicReport>>) =>
    JSON.stringify(all)
  );
  function noteMedia() {
    hasMediaNews = true;
    hurry();
  }

  return {
    presence: {
      report(source, memberId, report) {
        if (!isSame(report.media, media.get(source))) {
          media.set(source, report.media);
          noteMedia();
        }
        presence.report(source, memberId, report);
      },
      hear(reports) {
        noteMedia();
        presence.hear(reports);
      },
      forget(source, memberId) {
        media.delete(source);
        presence.forget(source, memberId);
      },
    },
    settle(before, document) {
      const { members } = document;
      if (before?.members !== members) {
        presence.settle(document);
        crowd?.settle(new Set(members.map(({ id }) => id)));
      }
      // Who judges what is told of the media, and of which.
      const isOther = before?.members !== members ||
        before.video !== document.video || before.gate !== document.gate;
      if (isOther) noteMedia();
    },
    beginRound(memberCount) {
      isCrowd = memberCount >= CROWD;
      if (!isCrowd) crowd = null;
      isOffBeat = crowd !== null && !isOffBeat;
      return !isOffBeat;
    },
    takeNews() {
      // A crowd has its turns, whether or not anybody says anything.
      if (presence.isQuiet && !isCrowd) return null;
      const taken = presence.takeNews();
      own = taken.own;
      const told = crowd
        ? crowd.take(presence.all(), taken.news.keys())
        : taken.news;
      // What went before it became one, everybody knows.
      if (isCrowd) crowd ??= createCrowd(presence.all());
      if (told.size === 0) return null;
      const everybody = presence.reports();
      onReports?.(everybody);
      const skew = skewOf(everybody);
      const rest = skew ? `,"skew":${JSON.stringify(skew)}` : "";
      return `"presence":${textOf(told)}${rest}`;
    },
    takeOwn() {
      const taken = own;
      own = null;
      return taken;
    },
    allText: () =>
      crowd ? crowdText(crowd.all()) : presenceText(presence.all()),
    takeMediaReports() {
      if (!hasMediaNews) return null;
      hasMediaNews = false;
      return Object.fromEntries(
        Object.entries(presence.all()).flatMap(([id, { media }]) =>
          media ? [[id, media]] : []
        ),
      );
    },
    leadMs() {
      const rttsMs: number[] = [];
      for (const { rttMs } of presence.reports()) {
        if (rttMs !== undefined) rttsMs.push(rttMs);
      }
      return leadFor(rttsMs);
    },
  };
}

/** Whether two say the same; both are small, and made by one schema. */
function isSame(
  one: MediaReport | undefined,
  other: MediaReport | undefined,
): boolean {
  if (one === other) return true;
  if (one?.videoId !== other?.videoId) return false;
  return one?.media.kind === "recorded" && other?.media.kind === "recorded"
    ? one.media.duration === other.media.duration
    : JSON.stringify(one) === JSON.stringify(other);
}

/** Reports by member as JSON. An object of them would have names that no other has, which is dear. */
function textOf(
  reports: Iterable<[string, PresenceReport | PublicReport]>,
): string {
  let text = "";
  for (const [id, report] of reports) {
    const start = text === "" ? "" : ",";
    text += `${start}${JSON.stringify(id)}:${JSON.stringify(heard(report))}`;
  }
  return `{${text}}`;
}

/** A report as the others hear it: of the media they hear what the room makes of it, of a player nothing. */
function heard(report: PresenceReport | PublicReport): PublicReport {
  if (!report.media && !report.player) return report;
  const { media: _media, player: _player, ...rest } = report;
  return rest;
}
