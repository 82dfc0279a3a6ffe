/**
 * What is measured, by name, in the order of the report.
 * @module
 */
import type { Load } from "./load.ts";

/** One scenario. */
export interface Scenario
  extends Pick<Load, "rooms" | "size" | "rates" | "seconds"> {
  /** @default {"memory"} */
  store?: "memory" | "kv" | "redis";
  /** @default {1} */
  instances?: number;
  /** Whether the bare relay is measured beside it. @default {true} */
  hasRelay?: boolean;
  /** @default {40} */
  joinsAtOnce?: number;
  /** At the end the server is killed, and everybody comes back. @default {false} */
  hasStorm?: boolean;
}

/** See the module. All together end within twelve minutes. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  small: { rooms: 20, size: 10, rates: [4], seconds: 5 },
  // Those that count most, and vary by a third from one run to the next.
  rooms: { rooms: 400, size: 10, rates: [4, 1, 4, 1, 4, 1], seconds: 8 },
  many: {
    rooms: 1000,
    size: 10,
    rates: [0.1],
    seconds: 8,
    joinsAtOnce: 500,
    hasStorm: true,
  },
  large: { rooms: 4, size: 200, rates: [2], seconds: 6, hasRelay: false },
  hall: { rooms: 1, size: 500, rates: [2], seconds: 8 },
  thousand: { rooms: 1, size: 1000, rates: [2], seconds: 8, hasRelay: false },
  redis: {
    rooms: 100,
    size: 10,
    rates: [1],
    seconds: 6,
    store: "redis",
    hasRelay: false,
  },
  "two on redis": {
    rooms: 100,
    size: 10,
    rates: [1],
    seconds: 6,
    store: "redis",
    instances: 2,
    hasRelay: false,
  },
  kv: {
    rooms: 20,
    size: 10,
    rates: [1],
    seconds: 6,
    store: "kv",
    hasRelay: false,
  },
};

/** Whose profile is taken, at its last rate. */
export const PROFILED: Scenario = {
  rooms: 400,
  size: 10,
  rates: [4],
  seconds: 8,
};
