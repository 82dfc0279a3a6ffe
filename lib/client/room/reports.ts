/**
 * Tells the room about this viewer: at once what people see, and every few
 * seconds the rest.
 * @module
 */
import { effect, type ReadonlySignal } from "@preact/signals";
import { MAX_DRIFT_MS, MAX_RTT_MS } from "../../shared/limits.ts";
import type {
  MediaReport,
  PlayerReport,
  PresenceReport,
  Reaction,
  Trouble,
} from "../../shared/room/protocol.ts";
import type { SyncMetrics } from "../../sync/metrics.ts";
import type { Playback } from "../model/screen.ts";
import type { AttentionWatch } from "../people/attention_watch.ts";
import { isOver } from "../playback/remote.ts";
import type { RoomLink } from "./link.ts";
import type { SyncReport } from "../watching/sync_report.ts";

/** Time between reports, ms. Chosen: the room passes them on once a second. */
const REPORT_MS = 2000;

interface ReportsOptions {
  link: ReadonlySignal<RoomLink | null>;
  playback: ReadonlySignal<Playback>;
  report: ReadonlySignal<SyncReport>;
  /** Why this viewer does not see what the room sees. */
  trouble: ReadonlySignal<Trouble | null>;
  /** What this viewer has shown over the picture last. */
  reaction: ReadonlySignal<Reaction | null>;
  /** The video whose media is here. */
  loadedId: ReadonlySignal<string | null>;
  /** What this viewer finds the media to be. */
  media(): MediaReport | null;
  /** `null` before there is a player. */
  metrics(): SyncMetrics | null;
  /** `null` before there is one. */
  player(): PlayerReport | null;
  watch: AttentionWatch;
}

/** Begins; the result ends it. */
export function startReports(options: ReportsOptions): () => void {
  const { link, playback, report, trouble, loadedId, media, metrics } = options;
  const { player, watch, reaction } = options;

  function send() {
    const current = link.peek();
    if (current?.connection.peek() === "open") {
      current.send({ type: "report", report: say(current) });
    }
  }

  function say(current: RoomLink): PresenceReport {
    const { playing, position, buffering, duration } = playback.peek();
    const { driftMs, quality, away } = report.peek();
    const rttMs = current.rttMs();
    const why = trouble.peek();
    const shown = reaction.peek();
    // A room that has come to the end still says that it plays.
    const isAtEnd = duration > 0 && isOver(duration - position);
    const found = media();
    const health = player();
    const roomNowMs = current.roomNow();
    return {
      status: watch.attention.peek(),
      networkQuality: quality,
      ...(found || duration > 0
        ? {
          playbackState: {
            isPlaying: playing && away === null && !isAtEnd,
            currentTime: Math.max(0, position),
            buffering,
          },
        }
        : {}),
      ...(driftMs === null ? {} : { driftMs: within(MAX_DRIFT_MS, driftMs) }),
      ...(rttMs === null ? {} : { rttMs: within(MAX_RTT_MS, rttMs) }),
      ...(found ? { media: found } : {}),
      ...(health ? { player: health } : {}),
      ...sayMetrics(roomNowMs),
      ...(why === null ? {} : { trouble: why }),
      ...(shown === null ? {} : { reaction: shown }),
      ...(roomNowMs === null ? {} : { lastActive: roomNowMs - watch.idleMs() }),
    };
  }

  function sayMetrics(roomNowMs: number | null): Pick<PresenceReport, "sync"> {
    const now = metrics();
    if (!now) return {};
    const { attempts, successes, averageSyncDelta, lastSyncAt } = now;
    const isDated = roomNowMs !== null && lastSyncAt !== null;
    return {
      sync: {
        attempts,
        successes,
        averageSyncDelta: within(MAX_DRIFT_MS / 1000, averageSyncDelta),
        ...(isDated
          ? { lastSyncAt: roomNowMs - (performance.now() - lastSyncAt) }
          : {}),
      },
    };
  }

  const timer = setInterval(send, REPORT_MS);
  const dispose = effect(() => {
    // People see these change, so the room hears of them at once.
    void watch.attention.value;
    void playback.value.buffering;
    void loadedId.value;
    void trouble.value;
    void reaction.value;
    void link.value?.connection.value;
    send();
  });
  return () => {
    clearInterval(timer);
    dispose();
  };
}

/** The nearest number that the room believes. */
function within(bound: number, value: number): number {
  return Math.min(bound, Math.max(-bound, value));
}
