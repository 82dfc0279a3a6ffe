/**
 * Everyone whom the list of people shows: the room's members, and those in the
 * voice channel who have not opened the Activity (docs/design.md, "Presence").
 * @module
 */
import type { Person } from "../person.ts";
import type {
  NetworkQuality,
  PresenceReport,
  PublicReport,
  Room,
  Trouble,
} from "./protocol.ts";

/** Somebody whom Discord tells us about. */
export type Neighbour = Person;

/** One person of the room. `lastActive`: room time, ms. */
export interface UserPresence extends Person {
  isHost: boolean;
  /** `gone`: their connection is lost, and they may be back in a moment. */
  status: PresenceReport["status"] | "gone";
  lastActive: number;
  playbackState?: NonNullable<PresenceReport["playbackState"]>;
  networkQuality?: NetworkQuality;
  /** Media time minus the room's, ms; negative: behind. */
  driftMs?: number;
  /** Why they do not see what the room sees. */
  trouble?: Trouble;
  isSpeaking: boolean;
}

/** What {@linkcode mergePeople} merges. */
interface PeopleSources {
  room: Room | null;
  /** By member id. */
  reports: Readonly<Record<string, PublicReport>>;
  /** Where the room's film is now, s: the place of whose report has none. `null`: not known. @default {null} */
  placeS?: number | null;
  /** Who has the Activity open, for their names on this server. */
  participants: readonly Neighbour[] | null;
  /** Who sits in the voice channel. */
  voice: readonly Neighbour[] | null;
  speaking: ReadonlySet<string>;
  me: Neighbour | null;
}

/** The list of people. Nobody is in both parts, or twice in one. */
export interface People {
  here: UserPresence[];
  /** In the voice channel, without the Activity. */
  elsewhere: (Neighbour & { isSpeaking: boolean })[];
}

/**
 * Merges what the room and Discord know. Who is in the room is the room's word
 * alone; Discord gives names and voices.
 * @returns Members in order of joining, the others by name, so that nobody jumps about.
 * @see SPEC P10–P13
 */
export function mergePeople(sources: PeopleSources): People {
  const { room, reports, participants, voice, speaking, me, placeS = null } =
    sources;
  const names = new Map(
    [...voice ?? [], ...participants ?? []].map((one) => [one.id, one]),
  );
  const here = (room?.members ?? []).map((member): UserPresence => {
    const report = reports[member.id];
    const known = names.get(member.id);
    return {
      id: member.id,
      username: known?.username ?? member.username,
      avatarUrl: member.avatarUrl ?? known?.avatarUrl ?? null,
      isHost: room?.host === member.id,
      status: member.goneAt !== null ? "gone" : report?.status ?? "active",
      lastActive: report?.lastActive ?? member.joinedAt,
      isSpeaking: speaking.has(member.id),
      ...playbackOf(report, placeS),
      ...(report?.networkQuality
        ? { networkQuality: report.networkQuality }
        : {}),
      ...(report?.driftMs === undefined ? {} : { driftMs: report.driftMs }),
      ...(report?.trouble ? { trouble: report.trouble } : {}),
    };
  });
  // Before the room is known, at least the person themselves.
  if (here.length === 0 && me) here.push(alone(me));
  const isHere = new Set(here.map(({ id }) => id));
  const elsewhere = [...new Map((voice ?? []).map((one) => [one.id, one]))]
    .filter(([id]) => !isHere.has(id))
    .map(([id, one]) => ({ ...one, isSpeaking: speaking.has(id) }))
    .sort((a, b) =>
      a.username.localeCompare(b.username) || (a.id < b.id ? -1 : 1)
    );
  return { here, elsewhere };
}

function playbackOf(
  report: PublicReport | undefined,
  placeS: number | null,
): Pick<UserPresence, "playbackState"> {
  const { playbackState } = report ?? {};
  const currentTime = playbackState?.currentTime ?? placeS;
  return playbackState && currentTime !== null
    ? { playbackState: { ...playbackState, currentTime } }
    : {};
}

function alone(me: Neighbour): UserPresence {
  const { id, username, avatarUrl } = me;
  return {
    id,
    username,
    avatarUrl,
    isHost: false,
    status: "active",
    lastActive: 0,
    isSpeaking: false,
  };
}
