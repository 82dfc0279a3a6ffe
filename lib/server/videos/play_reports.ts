/**
 * Plays that viewers report, handed on to Kaltura where the configuration
 * wants it.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import type {
  PlayReport,
  PlayReportAnswer,
} from "../../shared/video/play_reports.ts";
import type { PlayAnalytics } from "../kaltura/analytics.ts";
import type { Caller } from "../auth/caller.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/** See the module. */
export interface PlayReports {
  /** @throws {DomainError} `not_found` where plays are not reported. */
  take(
    caller: Caller,
    report: PlayReport & { videoId: string },
  ): Promise<PlayReportAnswer>;
}

interface PlayReportsOptions {
  /** `null`: plays are not reported. */
  analytics: PlayAnalytics | null;
  catalogue: Catalogue;
  /** Account of passes that name none. */
  partnerId: string | undefined;
}

/** Makes the taker. @see SPEC W49 */
export function createPlayReports(options: PlayReportsOptions): PlayReports {
  const { analytics, catalogue } = options;
  return {
    take(caller, { videoId, ...report }) {
      if (!analytics) {
        throw new DomainError("not_found", "Plays are not reported here.");
      }
      return caller.ask(({ person, pass }) => {
        const partnerId = pass.partnerId ?? options.partnerId;
        if (partnerId === undefined) {
          return Promise.resolve({ time: null, wantsViews: false });
        }
        return analytics.report(report, {
          videoId,
          partnerId,
          // Kaltura's pass is itself a KS of this person.
          ks: catalogue.name === "kaltura" ? pass.token : pass.ks,
          person: person.discordId,
        });
      });
    },
  };
}
