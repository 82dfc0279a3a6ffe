/**
 * Sends what a viewing gives rise to, one event after the other. What cannot be
 * sent is dropped: no film waits for a count.
 * @module
 */
import type {
  PlayReport,
  PlayReportAnswer,
} from "../../shared/video/play_reports.ts";
import { NEW_SESSION, type PlayMoment, stepSession } from "./play_session.ts";

/** Reports one viewing. */
export interface PlayReporter {
  /** Tells what the screen does now; a few times a second. */
  look(moment: PlayMoment): void;
  dispose(): void;
}

interface PlayReporterOptions {
  send(report: PlayReport): Promise<PlayReportAnswer>;
  /** @default crypto.randomUUID */
  makeId?: () => string;
}

/** Events that wait to be sent, at most. Chosen: a minute of a network that fails. */
const MAX_WAITING = 16;

/** Begins one viewing of one video. @see SPEC W47, W48 */
export function createPlayReporter(options: PlayReporterOptions): PlayReporter {
  const sessionId = (options.makeId ?? (() => crypto.randomUUID()))();
  const waiting: PlayReport["event"][] = [];
  let session = NEW_SESSION;
  let startedAt: number | null = null;
  let wantsViews = true;
  let isSending = false;
  let isOver = false;

  async function sendAll(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (;;) {
      const event = waiting.shift();
      if (!event || isOver) break;
      if (event.type === "view" && !wantsViews) continue;
      // The first of a session learns when it began.
      if (event.index === 1) startedAt = null;
      try {
        const answer = await options.send({
          sessionId,
          ...(startedAt === null ? {} : { startedAt }),
          event,
        });
        startedAt ??= answer.time;
        wantsViews = answer.wantsViews;
      } catch {
        // Said above: it is dropped.
      }
    }
    isSending = false;
  }

  return {
    look(moment) {
      const next = stepSession(session, moment);
      session = next.session;
      if (next.events.length === 0) return;
      waiting.push(...next.events);
      waiting.splice(0, waiting.length - MAX_WAITING);
      void sendAll();
    },
    dispose() {
      isOver = true;
    },
  };
}
