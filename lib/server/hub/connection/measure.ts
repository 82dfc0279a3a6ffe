/**
 * What a hub measures of its rooms.
 * @module
 */
import { DomainError, type ErrorCode } from "../../../shared/errors.ts";
import type { Command, PresenceReport } from "../../../shared/room/protocol.ts";
import { skewOf } from "../../../shared/room/skew.ts";
import type { PlainClose } from "./close_codes.ts";
import type { Attributes, Telemetry } from "../../telemetry/metrics.ts";

/** Counts and times what a hub does. */
export interface HubTelemetry {
  /** A message was handed to a socket. */
  sent(): void;
  /** A socket is gone; `why`: see `Connection`. */
  closed(why: ErrorCode | PlainClose | null): void;
  /** Somebody was told that something cannot be done. */
  refused(code: string): void;
  /** A page has told of itself. */
  reported(connectionId: string, report: PresenceReport): void;
  /** A page is gone. */
  forget(connectionId: string): void;
  /** What everybody in a room says of themselves now. */
  room(reports: Iterable<PresenceReport>): void;
  /** A room's past was lost. */
  newEpoch(why: "restored" | "recovered"): void;
  /** Runs a person's command. */
  command(type: Command["type"], run: () => Promise<void>): Promise<void>;
  dispose(): void;
}

/** What is counted of a room. */
interface MeasuredRoom {
  local: { connections: { size: number } };
  sessions: Iterable<{ connection: { memberId: string } }>;
}

/** Closes that are no eviction: whoever they meet is expected to come back, or has gone by themselves. */
const EXPECTED: ReadonlySet<string> = new Set(
  ["restart", "left"] satisfies PlainClose[],
);

/** Stalls that one report may add. Chosen: more in two seconds is no word to go by. */
const MAX_NEW_STALLS = 5;

/** Begins to measure. */
export function createHubTelemetry(
  { telemetry, rooms }: {
    telemetry: Telemetry;
    rooms: ReadonlyMap<string, MeasuredRoom>;
  },
): HubTelemetry {
  let deliveries = 0;
  /** What each page has told of its player last. */
  const told = new Map<string, PresenceReport["player"]>();
  const disposers = [
    telemetry.observe("cowatch.rooms", () => rooms.size),
    telemetry.observe("cowatch.sockets", () => {
      let sockets = 0;
      for (const { local } of rooms.values()) sockets += local.connections.size;
      return sockets;
    }),
    telemetry.observe("cowatch.members", () => {
      let members = 0;
      for (const { sessions } of rooms.values()) {
        members += new Set(
          [...sessions].map(({ connection }) => connection.memberId),
        ).size;
      }
      return members;
    }),
    telemetry.observe("cowatch.deliveries", () => deliveries),
  ];

  function compare(reports: readonly PresenceReport[], engine: string) {
    const skew = skewOf(reports);
    if (!skew) return;
    telemetry.record("cowatch.skew.p50", skew.p50Ms, { engine });
    telemetry.record("cowatch.skew.p95", skew.p95Ms, { engine });
  }

  return {
    sent: () => void deliveries++,
    closed(why) {
      if (why === null || EXPECTED.has(why)) return;
      telemetry.count("cowatch.evictions", { why });
    },
    refused: (code) => telemetry.count("cowatch.refusals", { code }),
    reported(connectionId, { player }) {
      if (!telemetry.isOn) return;
      const isFirst = !told.has(connectionId);
      const before = told.get(connectionId);
      told.set(connectionId, player);
      // The first word of a page that comes back is about what was counted already.
      if (!player || isFirst) return;
      const { engine, firstFrameMs, stalls } = player;
      if (firstFrameMs !== undefined && firstFrameMs !== before?.firstFrameMs) {
        telemetry.record("cowatch.first_frame", firstFrameMs, { engine });
      }
      const more = Math.min(stalls - (before?.stalls ?? 0), MAX_NEW_STALLS);
      for (let n = 0; n < more; n++) {
        telemetry.count("cowatch.stalls", { engine });
      }
    },
    forget: (connectionId) => void told.delete(connectionId),
    room(reports) {
      if (!telemetry.isOn) return;
      const all = [...reports];
      compare(all, "all");
      for (const engine of enginesOf(all)) {
        compare(all.filter(({ player }) => player?.engine === engine), engine);
      }
    },
    newEpoch: (why) => telemetry.count("cowatch.epochs", { why }),
    command(type, run) {
      if (!telemetry.isOn) return run();
      return telemetry.span("command", async (note) => {
        const startMs = performance.now();
        let outcome = "ok";
        try {
          await run();
        } catch (error) {
          outcome = error instanceof DomainError ? error.code : "internal";
          throw error;
        } finally {
          const of: Attributes = { command: type, outcome };
          note(of);
          const tookMs = performance.now() - startMs;
          telemetry.record("cowatch.command.duration", tookMs, of);
        }
      });
    },
    dispose() {
      for (const dispose of disposers) dispose();
    },
  };
}

function enginesOf(reports: readonly PresenceReport[]): Set<string> {
  return new Set(
    reports.flatMap(({ player }) => player ? [player.engine] : []),
  );
}
