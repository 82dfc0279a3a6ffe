/**
 * Which events of Kaltura's analytics one viewing gives rise to: pure. Source:
 * Kaltura's documentation of its player plug-in KAVA, "Events" and "Parameters".
 * @module
 */
import type {
  PlayEvent,
  PlayEventType,
} from "../../shared/video/play_reports.ts";

/** What the screen does at one moment. */
export interface PlayMoment {
  /** Monotonic clock, ms. */
  nowMs: number;
  /** The room wants it to play. */
  isWanted: boolean;
  /** The picture moves. */
  isMoving: boolean;
  /** Seconds; of a live one, from its edge. */
  position: number;
  /** Seconds; 0 when there is no end. */
  duration: number;
  playback: PlayEvent["playback"];
}

/** What is remembered of one viewing. */
interface PlaySession {
  /** `null` before the first moment. */
  lastMs: number | null;
  nextIndex: number;
  isRequested: boolean;
  hasPlayed: boolean;
  /** Somebody has paused it, and it has not moved since. */
  isPaused: boolean;
  wasMoving: boolean;
  /** Quartiles told, 0–4. */
  quartiles: number;
  playedS: number;
  waitedS: number;
  /** Seconds played since the last `view`. */
  sinceViewS: number;
  /** Last `view`, or start of what the next will stand for, ms; `null`: neither. */
  lastViewMs: number | null;
}

/** Playback that one `view` stands for, s. Source: KAVA, `VIEW`. */
const VIEW_S = 10;
/** Time without a `view` after which a session begins anew, ms. Source: KAVA, `VIEW`. */
const RESET_MS = 30_000;
/** Longest step that counts as playback, s. Chosen: a page that slept did not play. */
const MAX_STEP_S = 2;
/** How much of the film each quartile takes; the last few frames may never be shown. */
const QUARTILES = [0.25, 0.5, 0.75, 0.995];
const REACHED: readonly PlayEventType[] = [
  "reached_25",
  "reached_50",
  "reached_75",
  "reached_100",
];

/** A viewing that nothing is known of. */
export const NEW_SESSION: PlaySession = {
  lastMs: null,
  nextIndex: 1,
  isRequested: false,
  hasPlayed: false,
  isPaused: false,
  wasMoving: false,
  quartiles: 0,
  playedS: 0,
  waitedS: 0,
  sinceViewS: 0,
  lastViewMs: null,
};

/** One moment further. @returns What is remembered then, and what is to be told, in order. @see SPEC W47 */
export function stepSession(
  before: PlaySession,
  moment: PlayMoment,
): { session: PlaySession; events: PlayEvent[] } {
  const session = { ...before };
  const events: PlayEvent[] = [];
  const { nowMs, isWanted, isMoving, position, duration } = moment;

  function tell(type: PlayEventType): void {
    const { nextIndex: index, playedS, waitedS } = session;
    const { playback } = moment;
    session.nextIndex++;
    events.push({ type, index, position, playback, playedS, waitedS });
  }

  if (session.lastMs === null) tell("impression");
  const stepS = Math.min(
    (nowMs - (session.lastMs ?? nowMs)) / 1000,
    MAX_STEP_S,
  );
  session.lastMs = nowMs;
  if (session.wasMoving && isMoving) {
    session.playedS += stepS;
    session.sinceViewS += stepS;
  } else if (isWanted && !isMoving) session.waitedS += stepS;

  const { lastViewMs } = session;
  if (lastViewMs !== null && nowMs - lastViewMs > RESET_MS) forget(session);
  if (isWanted && !session.isRequested) {
    session.isRequested = true;
    tell("play_request");
  }
  if (isMoving && !session.wasMoving) {
    if (!session.hasPlayed) tell("play");
    // A wait for media is no pause.
    else if (session.isPaused) tell("resume");
    session.hasPlayed = true;
    session.lastViewMs ??= nowMs;
  }
  session.wasMoving = isMoving;
  session.isPaused = session.hasPlayed && !isWanted ||
    session.isPaused && !isMoving;

  if (duration > 0 && session.hasPlayed) {
    const reached = QUARTILES.filter((share) =>
      position >= duration * share
    ).length;
    for (; session.quartiles < reached; session.quartiles++) {
      const type = REACHED[session.quartiles];
      if (type) tell(type);
    }
  }
  if (session.sinceViewS >= VIEW_S) {
    tell("view");
    session.sinceViewS -= VIEW_S;
    session.waitedS = 0;
    session.lastViewMs = nowMs;
  }
  return { session, events };
}

/** After a long time without a `view` Kaltura counts anew. */
function forget(session: PlaySession): void {
  session.nextIndex = 1;
  session.playedS = 0;
  session.waitedS = 0;
  session.sinceViewS = 0;
  session.lastViewMs = null;
}
