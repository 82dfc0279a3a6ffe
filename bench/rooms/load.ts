/**
 * What `bench/rooms.ts` asks of the process that drives a server, and what it
 * hears from it.
 * @module
 */

/** What to do. */
export interface Load {
  kind: "hub" | "relay";
  /** Of the instances, `http://…`; viewers are spread over them. */
  origins: string[];
  /** Processes whose use is measured; they count together. */
  pids: number[];
  rooms: number;
  size: number;
  /** Controls of each room's host, 1/s, one rate after the other. One that is named several times counts by its run in the middle. */
  rates: number[];
  /** Time measured at each rate, s. */
  seconds: number;
  /** Opens sockets at most this many at once. */
  joinsAtOnce: number;
  /** At the end the server is killed, and everybody comes back. */
  hasStorm: boolean;
  secret: string;
  clientId: string;
}

/** What is measured one after the other; a pause is part of nothing. At `kill` the server is killed and started again. */
export type Phase = "join" | "idle" | "controls" | "late" | "kill" | "pause";

/** Use of processors in a time, s. */
export interface Use {
  cpuS: number;
  wallS: number;
  /** Part of `cpuS` that the kernel took, 0–1. */
  kernelShare: number;
}

/** What one rate of controls cost. */
export interface Controls extends Use {
  perS: number;
  /** Controls that reached a viewer. */
  deliveries: number;
  messages: number;
  bytes: number;
  patchBytes: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  /** Controls that a viewer never got. */
  lost: number;
  /** How late the generator's own timer was, ms: over 5 its latencies say nothing. */
  lagP99Ms: number;
}

/** How everybody came back after the server was killed. */
export interface Storm {
  /** Time from the kill until the last was in sync, s. */
  lastS: number;
  p50S: number;
  /** Who never came back. */
  lost: number;
  /** Why the last of them did not, as far as they were told. */
  lostFor: string | null;
  /** Rooms that had forgotten their film. */
  forgotten: number;
}

/** What was measured. */
export interface Measurement {
  viewers: number;
  join: Use & { p50Ms: number; p95Ms: number };
  idle: Use;
  bytesPerViewer: number;
  residentBytes: number;
  controls: Controls[];
  /** Who comes alone to a room that lives, from an open socket to the room's state. */
  late: { p50Ms: number; p95Ms: number };
  storm: Storm | null;
}

/** A line that the generator says. */
export type Said = { phase: Phase } | { result: Measurement };
