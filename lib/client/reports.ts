/**
 * Tells the room about this viewer: at once what people see, and every few
 * seconds the rest.
 * @module
 */
import type { ReadonlySignal } from "@preact/signals";
import type { PresenceReport } from "../shared/protocol.ts";
import type { Playback } from "./app_model.ts";
import type { RoomLink } from "./room_link.ts";
import type { SyncReport } from "./sync_service.ts";

/** Time between reports, ms. Chosen: the room passes them on once a second. */
const REPORT_MS = 2000;

/** Begins; the result ends it. */
export function startReports(options: {
  link: ReadonlySignal<RoomLink | null>;
  playback: ReadonlySignal<Playback>;
  report: ReadonlySignal<SyncReport>;
}): () => void {
  const send = () => {
    const link = options.link.peek();
    if (link?.connection.peek() === "open") link.report(presence(link));
  };

  function presence(link: RoomLink): PresenceReport {
    const { playing, position, buffering, duration } = options.playback.peek();
    const { driftMs, quality } = options.report.peek();
    const rttMs = link.rttMs();
    return {
      status: document.visibilityState === "visible" ? "active" : "inactive",
      networkQuality: quality,
      ...(duration > 0
        ? {
          playbackState: {
            isPlaying: playing,
            currentTime: position,
            buffering,
          },
        }
        : {}),
      ...(driftMs === null ? {} : { driftMs }),
      ...(rttMs === null ? {} : { rttMs }),
    };
  }

  const timer = setInterval(send, REPORT_MS);
  document.addEventListener("visibilitychange", send);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", send);
  };
}
