/**
 * Faults that pages report: counted each, logged once of a kind.
 * @module
 */
import { LRUCache } from "lru-cache";
import type { ClientFault } from "../../shared/client_fault.ts";
import { DomainError } from "../../shared/errors.ts";
import type { Quota } from "../limits/quota.ts";
import type { Log } from "../log/log.ts";
import type { Telemetry } from "./metrics.ts";

/** See the module. */
export interface ClientFaults {
  readonly isOn: boolean;
  /**
   * Takes one from an owner's budget, before its body is read.
   * @throws {DomainError} `not_found` where faults are not taken, `too_many_requests`
   */
  admit(owner: string): void;
  take(fault: ClientFault): void;
}

interface ClientFaultsOptions {
  isOn: boolean;
  /** Of each address. */
  ofAddress: Quota;
  /** Of all together. */
  ofAll: Quota;
  log: Log;
  telemetry: Telemetry;
}

/** Kinds of faults that are remembered as logged; the one met longest ago is logged again. Chosen: more than a build has. */
const MAX_KINDS = 500;

/** Everybody, as the owner of the process's budget. */
const ALL = "all";

/** Makes the taker. @see SPEC O35 */
export function createClientFaults(
  { isOn, ofAddress, ofAll, log, telemetry }: ClientFaultsOptions,
): ClientFaults {
  const told = new LRUCache<string, true>({ max: MAX_KINDS });
  return {
    isOn,
    admit(owner) {
      if (!isOn) {
        throw new DomainError("not_found", "Faults are not taken here.");
      }
      ofAddress.take(owner);
      ofAll.take(ALL);
    },
    take(fault) {
      const { kind, name } = fault;
      telemetry.count("cowatch.client.faults", { kind, name });
      const place = fault.kind === "media" ? fault.engine : fault.steps[0];
      const key = [kind, name, place].join(" ");
      if (told.get(key)) return;
      told.set(key, true);
      log.warn("client_fault", { ...fault });
    },
  };
}
