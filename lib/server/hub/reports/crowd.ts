/**
 * What a crowd is told of its members: who looks different from before, and
 * the figures of a few others in turn. Were everybody told of everybody, a
 * room of 500 would cost 250,000 reports every two seconds.
 * @module
 */
import type {
  PresenceReport,
  PublicReport,
} from "../../../shared/room/protocol.ts";
import type { Reports } from "../../store/peers.ts";

/** Members that one message tells of at most; who is over comes with the next. Chosen: about 8 KB. */
const MAX_REPORTS = 50;
/** Members whose figures come along in their turn, whatever they are. Chosen: everybody's of 500 in under six minutes, for 0.3 KB/s. */
const IN_TURN = 3;
/** Distance from the room's place from which on a viewer's own is told, ms. Source: what people see are whole seconds. */
const IN_PLACE_MS = 1000;
/** Distance between two places that look the same, s. */
const SAME_PLACE_S = 1;
/** Bounds between drifts that look different, ms. Source: quality `good` and `fair`. */
const DRIFT_CLASSES_MS = [500, 2000];

/** What the members of one crowd have been told. */
export interface Crowd {
  /** Everybody as told last: the same object until the next `take()` or `settle()` that changes it. */
  all(): Readonly<Record<string, PublicReport>>;
  /** What is to be told now. @param now Everybody. @param changed Who said something since the last call. */
  take(now: Reports, changed: Iterable<string>): Map<string, PublicReport>;
  /** Forgets who is no member any more: should they come back, they are new. */
  settle(members: ReadonlySet<string>): void;
}

/** Begins a crowd. @param known What its members know already. @see SPEC R70 */
export function createCrowd(known: Reports): Crowd {
  const told = new Map(
    Object.entries(known).map(([id, report]) => [id, tellingOf(report)]),
  );
  /** Who waits to be told of, in order of their news. */
  const waiting = new Set<string>();
  /** Whose turn it is, in order. */
  let turns: string[] = [];
  let everybody: Readonly<Record<string, PublicReport>> | null = null;

  function* inTurn(now: Reports): Iterable<string> {
    if (turns.length === 0) turns = Object.keys(now).reverse();
    for (let n = 0; n < IN_TURN; n++) {
      const id = turns.pop();
      if (id === undefined) return;
      yield id;
    }
  }

  return {
    all() {
      return everybody ??= Object.fromEntries(
        [...told].map(([id, { words }]) => [id, words]),
      );
    },
    take(now, changed) {
      for (const id of changed) {
        const report = now[id];
        const before = told.get(id)?.words;
        if (report && looksOther(before, publicReportOf(report))) {
          waiting.add(id);
        }
      }
      const news = new Map<string, PublicReport>();
      const due = [...waiting].slice(0, MAX_REPORTS - IN_TURN);
      for (const id of [...due, ...inTurn(now)]) {
        waiting.delete(id);
        const report = now[id];
        if (!report || told.get(id)?.report === report) continue;
        const telling = tellingOf(report);
        told.set(id, telling);
        news.set(id, telling.words);
        everybody = null;
      }
      return news;
    },
    settle(members) {
      for (const id of told.keys()) {
        if (members.has(id)) continue;
        told.delete(id);
        waiting.delete(id);
        everybody = null;
      }
    },
  };
}

function tellingOf(report: PresenceReport) {
  return { report, words: publicReportOf(report) };
}

/** A report without what is nobody else's, and without a place that is the room's. */
export function publicReportOf(
  { media: _media, player: _player, rttMs: _rttMs, playbackState, ...rest }:
    PresenceReport,
): PublicReport {
  if (!playbackState) return rest;
  const { driftMs } = rest;
  const { currentTime: _currentTime, ...state } = playbackState;
  const isInPlace = driftMs !== undefined && Math.abs(driftMs) <= IN_PLACE_MS;
  return { ...rest, playbackState: isInPlace ? state : playbackState };
}

/** Whether somebody looks different to the others now. */
export function looksOther(
  before: PublicReport | undefined,
  now: PublicReport,
): boolean {
  if (!before) return true;
  const was = before.playbackState;
  const is = now.playbackState;
  return before.status !== now.status ||
    before.networkQuality !== now.networkQuality ||
    before.trouble !== now.trouble ||
    before.reaction?.count !== now.reaction?.count ||
    classOf(before.driftMs) !== classOf(now.driftMs) ||
    was?.isPlaying !== is?.isPlaying ||
    was?.buffering !== is?.buffering ||
    isElsewhere(was?.currentTime, is?.currentTime);
}

function isElsewhere(
  was: number | undefined,
  is: number | undefined,
): boolean {
  return was === undefined || is === undefined
    ? was !== is
    : Math.abs(was - is) > SAME_PLACE_S;
}

function classOf(driftMs: number | undefined): number {
  const sizeMs = Math.abs(driftMs ?? 0);
  return DRIFT_CLASSES_MS.filter((bound) => sizeMs >= bound).length;
}
