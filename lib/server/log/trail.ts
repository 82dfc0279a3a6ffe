/**
 * Which request a log line belongs to, and whose it was: followed through
 * everything that a request sets off, so that nobody has to hand it on.
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { createHmac, randomBytes } from "node:crypto";

/** One request, or the socket that came of it. */
export interface Trail {
  readonly request: string;
  /** Discord id, once it is known; never written as it is. */
  personId: string | null;
  /** Code of the refusal that was answered, if any. */
  refusal: string | null;
}

/** Bytes of a request's id. Chosen: no two alike within a day's log. */
const REQUEST_BYTES = 6;
/** Characters of a person's mark. Chosen: no two alike among a million people, and nothing that leads back. */
const PERSON_LENGTH = 12;

const trails = new AsyncLocalStorage<Trail | undefined>();

/** Runs something on a trail of its own. */
export function onNewTrail<T>(run: () => T): T {
  return trails.run(newTrail(), run);
}

/** Runs something on a trail; `undefined`: on none, for what outlives the request that sets it off. */
export function onTrail<T>(trail: Trail | undefined, run: () => T): T {
  return trails.run(trail, run);
}

/** The trail that is followed now. */
export function currentTrail(): Trail | undefined {
  return trails.getStore();
}

/** Says who the person is, from here on. */
export function notePerson(personId: string): void {
  const trail = trails.getStore();
  if (trail) trail.personId = personId;
}

/** Says that the request is refused. */
export function noteRefusal(code: string): void {
  const trail = trails.getStore();
  if (trail) trail.refusal = code;
}

function newTrail(): Trail {
  const request = randomBytes(REQUEST_BYTES).toString("hex");
  return { request, personId: null, refusal: null };
}

/**
 * Makes the fields of a log line that say where it belongs. A person is a
 * keyed hash of their id: the same on all instances that share the secret, and
 * no one else's who does not have it.
 * @see SPEC O33
 */
export function createTrailFields(
  secret: string,
): () => { request?: string; person?: string } {
  return () => {
    const trail = trails.getStore();
    if (!trail) return {};
    const { request, personId } = trail;
    if (personId === null) return { request };
    const person = createHmac("sha256", secret)
      .update(`cowatch log person ${personId}`)
      .digest("hex").slice(0, PERSON_LENGTH);
    return { request, person };
  };
}
