/**
 * What the page itself looks after: faults that its operator learns of, and
 * builds that are newer than it.
 * @module
 */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { NoticesModel } from "../model/notices.ts";
import type { ScreenModel } from "../model/screen.ts";
import type { SessionModel } from "../model/session.ts";
import { keepLoaded } from "../page/on_demand.ts";
import type { RoomState } from "../room/state.ts";
import type { FaultReports } from "../page/fault_reports.ts";
import { offersReload } from "./new_version.ts";

/** Reports faults where the server takes them. */
export function connectFaultReports(): Pick<FaultReports, "media" | "dispose"> {
  const reports = signal<FaultReports | null>(null);
  // Without them the operator learns less.
  const dispose = document.documentElement.dataset.faults === "on"
    ? keepLoaded(reports, {
      load: async () =>
        (await import("../page/fault_reports.ts")).startFaultReports,
    })
    : () => {};
  return { media: (fault) => reports.peek()?.media(fault), dispose };
}

interface ReloadOffer extends Pick<NoticesModel, "offersReload" | "reload"> {
  /** The server is of another build than this page. */
  isOutdated: ReadonlySignal<boolean>;
  /** Begins to compare. @returns The disposer. */
  start(): () => void;
}

/** Offers a reload when the server is of another build than this page. @see SPEC O37 */
export function createReloadOffer(
  { state, screen, phase }: {
    state: ReadonlySignal<RoomState>;
    screen: Pick<ScreenModel, "playback" | "sync" | "mediaError">;
    phase: SessionModel["phase"];
  },
): ReloadOffer {
  const isOutdated = signal(false);
  return {
    isOutdated,
    offersReload: computed(() => {
      const { playing, position, duration } = screen.playback.value;
      return offersReload({
        isOutdated: isOutdated.value,
        hasVideo: Boolean(state.value.room?.video),
        playing,
        isAway: screen.sync.value.isAway,
        hasFailed: phase.value.step === "failed" ||
          screen.mediaError.value !== null,
        leftS: duration > 0 ? duration - position : Infinity,
      });
    }),
    reload: () => location.reload(),
    start: () =>
      effect(() => {
        const { build } = state.value;
        if (build === null) return;
        isOutdated.value = build !== document.documentElement.dataset.build;
      }),
  };
}
