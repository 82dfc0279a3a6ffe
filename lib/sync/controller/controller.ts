/**
 * Keeps a player at the room's target. Pure: given what happens and what is
 * measured, it answers with what the player should do.
 * @module
 */
import { STRAIGHT_S } from "../constants.ts";
import type {
  ControllerEvent,
  ControllerState,
  Mode,
  Present,
  Step,
  Tick,
} from "./state.ts";
import { seekLeadMs } from "../latency.ts";
import { stayPaused } from "./paused.ts";
import { continuePlacement, place } from "./placement.ts";
import { keepPlaying } from "./playing.ts";
import { advance, announce, leap, leapAt } from "./schedule.ts";
import { maySeek, noteSeek } from "./seek_backoff.ts";
import {
  go,
  lose,
  measuredDrift,
  only,
  playingFrom,
  withRate,
} from "./transitions.ts";
import { isStuck, watchForHoles } from "./waiting.ts";

export * from "./state.ts";

/**
 * Takes one step.
 * @param nowMs Device monotonic clock.
 * @see SPEC S5–S16
 */
export function control(
  state: ControllerState,
  event: ControllerEvent,
  nowMs: number,
): Step {
  const isAway = state.doing.mode === "away";
  switch (event.type) {
    case "timeline": {
      const { schedule, jumps } = announce(state.schedule, event.timeline, {
        mayRunOn: state.doing.mode === "playing",
      });
      const next = { ...state, schedule };
      return only(jumps && !isAway ? lose(next, { isUrgent: true }) : next);
    }
    case "loaded": {
      const next = { ...state, isLoaded: true, rate: null, holes: [] };
      return only(isAway ? next : lose(next, { isUrgent: true }));
    }
    case "unloaded":
      return only({
        ...go(state, isAway ? state.doing : { mode: "idle" }),
        isLoaded: false,
      });
    case "discontinuity":
      // A placement under way is already going straight to the target.
      return only(
        isAway || state.doing.mode === "placing"
          ? state
          : lose(state, { isUrgent: false }),
      );
    case "resync":
      return only(
        lose({ ...state, foundPausedMs: -Infinity }, { isUrgent: true }),
      );
    case "pause_locally":
      return {
        state: go(state, { mode: "away", reason: "person" }),
        effects: [{ type: "pause" }],
      };
    case "blocked":
      return only(
        isAway ? state : go(state, { mode: "away", reason: "blocked" }),
      );
    case "ended":
      return only(
        state.doing.mode === "playing" ? go(state, { mode: "ended" }) : state,
      );
    case "tick":
      return tick(state, event, nowMs);
  }
}

function tick(state: ControllerState, event: Tick, nowMs: number): Step {
  const { roomNowMs } = event;
  if (!state.isLoaded || roomNowMs === null || state.schedule.length === 0) {
    return only({ ...state, wakeAtMs: null });
  }
  const now = { ...event, roomNowMs, nowMs };
  state = leapIfDue(state, roomNowMs);
  state = { ...state, schedule: advance(state.schedule, roomNowMs) };
  state = watchForHoles(state, now);
  const [goal] = state.schedule;
  if (goal?.playing && isStuck(state, nowMs)) return place(state, now);
  const { doing } = state;
  switch (doing.mode) {
    case "idle":
      return place(state, now);
    case "lost":
      return goStraight(state, doing, now);
    case "placing":
      return continuePlacement(state, doing, now);
    case "paused":
      return stayPaused(state, now);
    case "playing":
      return keepPlaying(state, doing, now);
    case "ended":
    case "away":
      return only({ ...state, wakeAtMs: null });
  }
}

/** A place that nothing leads to is left for so early that the seek is over when it counts. */
function leapIfDue(state: ControllerState, roomNowMs: number): ControllerState {
  const dueAt = leapAt(state.schedule, seekLeadMs(state.latency));
  if (dueAt === null || roomNowMs < dueAt) return state;
  const next = { ...state, schedule: leap(state.schedule) };
  return state.doing.mode === "away" ? next : lose(next, { isUrgent: true });
}

/** After a discontinuity: a seek, unless the rate can close the drift unnoticed. */
function goStraight(
  state: ControllerState,
  doing: Extract<Mode, { mode: "lost" }>,
  now: Present,
): Step {
  const { measurement, nowMs } = now;
  const [goal] = state.schedule;
  const mayWait = goal?.playing && measurement && !doing.isUrgent;
  if (mayWait && measurement.buffering) return only(state);
  if (!goal?.playing || !measurement?.playing || measurement.buffering) {
    return place(state, now);
  }
  const driftMs = measuredDrift(state, now) ?? Infinity;
  const isClose = Math.abs(driftMs) <= STRAIGHT_S * 1000 &&
    goal.at <= now.roomNowMs;
  // Loops of stall and resume would only be fed by a seek each time.
  const mustRest = !doing.isUrgent && !maySeek(state.backoff, nowMs);
  if (isClose || mustRest) {
    return withRate(
      go(state, playingFrom(nowMs, { teaches: false })),
    );
  }
  if (doing.isUrgent) return place(state, now);
  return place({ ...state, backoff: noteSeek(state.backoff, nowMs) }, now);
}
