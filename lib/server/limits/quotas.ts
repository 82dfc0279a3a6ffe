/**
 * All budgets of this process.
 * @module
 */
import { createKeptRooms, type KeptRooms } from "./kept_rooms.ts";
import {
  ADDRESS_FAULTS,
  ADDRESS_RESUMES,
  ADDRESS_SIGN_INS,
  ALL_FAULTS,
  CATALOGUE_CALLS,
  MEDIA_CALLS,
  SIGN_INS,
  TICKETS,
} from "./limits.ts";
import { createQuota, type Quota } from "./quota.ts";

/** See the module; each is named after what it bounds. */
export interface Quotas {
  /** By person. */
  tickets: Quota;
  /** By person and room. */
  rooms: KeptRooms;
  /** By person. */
  catalogue: Quota;
  /** By person. */
  media: Quota;
  /** By person. */
  signIns: Quota;
  /** By address. */
  addressSignIns: Quota;
  /** By address. */
  addressResumes: Quota;
  /** By address. */
  addressFaults: Quota;
  /** Of all together. */
  allFaults: Quota;
}

/** Makes budgets that nobody has used. `now`: monotonic, ms. */
export function createQuotas({ now }: { now: () => number }): Quotas {
  return {
    tickets: createQuota({ limits: TICKETS, now }),
    rooms: createKeptRooms({ now }),
    catalogue: createQuota({ limits: CATALOGUE_CALLS, now }),
    media: createQuota({ limits: MEDIA_CALLS, now }),
    signIns: createQuota({ limits: SIGN_INS, now }),
    addressSignIns: createQuota({ limits: ADDRESS_SIGN_INS, now }),
    addressResumes: createQuota({ limits: ADDRESS_RESUMES, now }),
    addressFaults: createQuota({ limits: ADDRESS_FAULTS, now }),
    allFaults: createQuota({ limits: ALL_FAULTS, now }),
  };
}
