/**
 * Plays reported to Kaltura's analytics (KAVA), for the viewers who report
 * theirs. Whatever becomes of a report, nobody's film waits for it.
 * @module
 */
import * as v from "valibot";
import type {
  PlayEventType,
  PlayReport,
  PlayReportAnswer,
} from "../../shared/video/play_reports.ts";
import type { Log } from "../log/log.ts";
import type { HttpClient } from "../upstream/http_client.ts";
import { createResilience } from "../catalogue/resilience.ts";
import { CatalogueFault } from "../catalogue/faults.ts";
import { unanswered } from "../catalogue/unanswered.ts";

/** Whose report it is. */
interface ReportedPlay {
  videoId: string;
  partnerId: string;
  /** Whom Kaltura knows the viewer as, in a KS. */
  ks?: string | undefined;
  /** Discord's id of the viewer. */
  person: string;
}

/** See the module. */
export interface PlayAnalytics {
  /** Never throws: an event that Kaltura does not take is lost. */
  report(report: PlayReport, play: ReportedPlay): Promise<PlayReportAnswer>;
}

interface PlayAnalyticsOptions {
  /** Such as `https://analytics.kaltura.com/api_v3/index.php`. */
  url: string;
  /** Where the page is, as Kaltura's reports name it. */
  referrer: string;
  version: string;
  http: HttpClient;
  log: Log;
}

/** Deadline of a report, ms. Chosen: the next one follows in seconds. */
const TIMEOUT_MS = 3000;
/** Shortest time between two lines of the log about lost events, ms. Chosen: one line says as much as a thousand. */
const LOG_EACH_MS = 60_000;
/** Largest answer, bytes. Chosen: it is two fields. */
const MAX_BYTES = 16 * 1024;

/** Source: Kaltura's documentation of KAVA, "Events". */
const EVENT_TYPES: Record<PlayEventType, number> = {
  impression: 1,
  play_request: 2,
  play: 3,
  resume: 4,
  reached_25: 11,
  reached_50: 12,
  reached_75: 13,
  reached_100: 14,
  view: 99,
};

/** An older server answers with the time alone. */
const Answer = v.union([
  v.object({
    time: v.number(),
    viewEventsEnabled: v.optional(v.boolean(), true),
  }),
  v.pipe(
    v.number(),
    v.transform((time) => ({ time, viewEventsEnabled: true })),
  ),
]);

/** Makes the reporter of one server. @see SPEC W48, W49 */
export function createPlayAnalytics(
  options: PlayAnalyticsOptions,
): PlayAnalytics {
  const { url, http, log } = options;
  const resilience = createResilience({
    timeoutMs: TIMEOUT_MS,
    remembersOutage: false,
  });

  let loggedMs = -Infinity;
  function lost(why: Record<string, unknown>): PlayReportAnswer {
    const nowMs = performance.now();
    if (nowMs - loggedMs > LOG_EACH_MS) {
      loggedMs = nowMs;
      log.warn("plays_not_reported", why);
    }
    return { time: null, wantsViews: true };
  }

  function addressOf(
    { sessionId, startedAt, event }: PlayReport,
    { videoId, partnerId, ks }: ReportedPlay,
  ): string {
    const { type, index, position, playback, playedS, waitedS } = event;
    const query = new URLSearchParams({
      service: "analytics",
      action: "trackEvent",
      eventType: String(EVENT_TYPES[type]),
      eventIndex: String(index),
      partnerId,
      entryId: videoId,
      sessionId,
      ...(startedAt === undefined
        ? {}
        : { sessionStartTime: String(startedAt) }),
      ...(ks === undefined ? {} : { ks }),
      referrer: btoa(options.referrer),
      deliveryType: "hls",
      playbackType: playback,
      position: position.toFixed(3),
      clientVer: options.version,
      clientTag: `html5:v${options.version}`,
    });
    if (type === "view") query.set("playTimeSum", playedS.toFixed(3));
    if (type === "view" || type === "play" || type === "resume") {
      query.set("bufferTime", waitedS.toFixed(3));
    }
    return `${url}?${query}`;
  }

  return {
    async report(report, play) {
      try {
        const answer = await resilience.run(
          (timeoutMs) =>
            http.send({
              url: addressOf(report, play),
              timeoutMs,
              maxBytes: MAX_BYTES,
            }).catch((error) => {
              throw unanswered(error);
            }),
          // Twice sent would be counted twice.
          { route: "trackEvent", isRepeatable: false, person: play.person },
        );
        const told = v.safeParse(Answer, answer.json);
        if (told.success) {
          const { time, viewEventsEnabled: wantsViews } = told.output;
          return { time, wantsViews };
        }
        return lost({ status: answer.status });
      } catch (error) {
        if (!(error instanceof CatalogueFault)) throw error;
        return lost({ error });
      }
    },
  };
}
