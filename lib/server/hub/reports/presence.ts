/**
 * What the people of a room say of themselves, a report for each of their
 * pages: a person is what their liveliest page says.
 * @module
 */
import type { RoomDocument } from "../../../room/document/document.ts";
import { instanceOf } from "../../../room/members/connections.ts";
import type { PresenceReport } from "../../../shared/room/protocol.ts";
import type { Reports } from "../../store/peers.ts";

/** Where a report comes from: a connection of this instance, or the other instances. */
type Source = string;

/** Stands for all other instances; no connection has this name. */
const ELSEWHERE: Source = "elsewhere";

/** By how much another page must have been touched later to speak for a person, ms. Chosen: pages see one deed, say a word in the voice channel, a moment apart. */
const LATER_MS = 1000;

/** What each member says of themselves, by their liveliest page. */
export interface Presence {
  /** A page tells. Who is no member has no say. */
  report(source: Source, memberId: string, report: PresenceReport): void;
  /** Other instances tell. */
  hear(reports: Reports): void;
  /** A page is gone. */
  forget(source: Source, memberId: string): void;
  /** The room has changed: who has left is forgotten. */
  settle(document: RoomDocument): void;
  /** Everybody, by member id; the same object while nobody says anything else. */
  all(): Reports;
  /** What everybody says, made fresh each time: cheaper than by whom, where that does not matter. */
  reports(): PresenceReport[];
  /** What changed since the last call; `own` makes the part that pages of this instance say. */
  takeNews(): { news: ReadonlyMap<string, PresenceReport>; own: () => Reports };
  /** Whether the next news are none. */
  readonly isQuiet: boolean;
}

interface Person {
  pages: Map<Source, PresenceReport>;
  /** The page that speaks for them. */
  leader: Source | null;
  /** What it says. */
  said: PresenceReport | null;
}

/** @param instance Name of this instance, as in the ids of its connections. */
export function createPresence(instance: string): Presence {
  const people = new Map<string, Person>();
  const changed = new Set<string>();
  const ownChanged = new Set<string>();
  let members: ReadonlySet<string> | null = null;
  /** Everybody as told last; `null` once somebody has said something else. */
  let everybody: Record<string, PresenceReport> | null = null;

  function take(source: Source, memberId: string, report: PresenceReport) {
    if (members && !members.has(memberId)) return;
    let person = people.get(memberId);
    if (!person) {
      person = { pages: new Map(), leader: null, said: null };
      people.set(memberId, person);
    }
    person.pages.set(source, report);
    everybody = null;
    elect(memberId, person, source);
  }

  function elect(memberId: string, person: Person, source: Source) {
    const before = person.leader;
    person.leader = leaderOf(person.pages, before);
    person.said = person.leader === null
      ? null
      : person.pages.get(person.leader) ?? null;
    if (person.leader !== before || person.leader === source) {
      changed.add(memberId);
    }
  }

  function drop(source: Source, memberId: string) {
    const person = people.get(memberId);
    if (!person?.pages.delete(source)) return;
    everybody = null;
    if (person.pages.size === 0) people.delete(memberId);
    else elect(memberId, person, source);
  }

  function said(ids: Iterable<string>): Map<string, PresenceReport> {
    const reports = new Map<string, PresenceReport>();
    for (const id of ids) {
      const report = people.get(id)?.said;
      if (report) reports.set(id, report);
    }
    return reports;
  }

  function* saidHere(
    ids: Iterable<string>,
  ): Iterable<[string, PresenceReport]> {
    for (const id of ids) {
      const pages = new Map(people.get(id)?.pages);
      pages.delete(ELSEWHERE);
      const leader = leaderOf(pages, people.get(id)?.leader ?? null);
      const report = leader === null ? undefined : pages.get(leader);
      if (report) yield [id, report];
    }
  }

  return {
    report(source, memberId, report) {
      take(source, memberId, report);
      ownChanged.add(memberId);
    },
    hear(reports) {
      for (const [memberId, report] of Object.entries(reports)) {
        take(ELSEWHERE, memberId, report);
      }
    },
    forget: drop,
    settle(document) {
      members = new Set(document.members.map(({ id }) => id));
      for (const memberId of people.keys()) {
        if (members.has(memberId)) continue;
        people.delete(memberId);
        everybody = null;
      }
      for (const { id, connections } of document.members) {
        if (!people.get(id)?.pages.has(ELSEWHERE)) continue;
        const isElsewhere = connections.some((one) =>
          instanceOf(one) !== instance
        );
        if (!isElsewhere) drop(ELSEWHERE, id);
      }
    },
    all: () => everybody ??= Object.fromEntries(said(people.keys())),
    reports() {
      const reports: PresenceReport[] = [];
      for (const { said } of people.values()) if (said) reports.push(said);
      return reports;
    },
    get isQuiet() {
      return changed.size === 0 && ownChanged.size === 0;
    },
    takeNews() {
      const news = said(changed);
      const here = [...ownChanged];
      changed.clear();
      ownChanged.clear();
      return { news, own: () => Object.fromEntries(saidHere(here)) };
    },
  };
}

const RANK: Record<PresenceReport["status"], number> = {
  active: 2,
  away: 1,
  inactive: 0,
};

/**
 * The page that speaks for a person: one that is looked at before one that is
 * not, then the one touched last. The present one stays while none is better,
 * so that two alike do not take turns.
 */
function leaderOf(
  pages: ReadonlyMap<Source, PresenceReport>,
  present: Source | null,
): Source | null {
  // Most people have one.
  if (pages.size === 1 && present !== null && pages.has(present)) {
    return present;
  }
  let best = present !== null && pages.has(present) ? present : null;
  for (const [source, report] of pages) {
    const leading = best === null ? undefined : pages.get(best);
    if (!leading || isBetter(report, leading)) best = source;
  }
  return best;
}

function isBetter(one: PresenceReport, other: PresenceReport): boolean {
  const byRank = RANK[one.status] - RANK[other.status];
  if (byRank !== 0) return byRank > 0;
  return (one.lastActive ?? 0) > (other.lastActive ?? 0) + LATER_MS;
}
