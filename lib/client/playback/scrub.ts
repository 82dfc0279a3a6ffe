/**
 * The place a person is looking for: shown at once, asked of the room once
 * they have settled on it. Holding an arrow key is one seek, not fifty.
 * @module
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** How long a person must rest on a place before the room is asked, ms. Chosen: unnoticed on a press, longer than a key repeat. */
const SETTLE_MS = 200;

/** How long the asked place is shown while the player has not arrived, ms. Chosen: a slow seek. */
const ARRIVE_MS = 2000;

/** Distance at which the player counts as arrived, seconds. */
const ARRIVED_S = 1;

/** A place on the scrubber that the person has chosen and the player has not reached. */
export interface Scrub {
  /** The place to show instead of the player's, seconds; `null`: show the player's. */
  place: ReadonlySignal<number | null>;
  /** The place to tell more about: looked for, else pointed at; `null`: none. Seconds. */
  pointed: ReadonlySignal<number | null>;
  /** Shows a place, asks nothing yet: while dragging. */
  show(position: number): void;
  /** Asks for a place once it is settled. */
  settle(position: number): void;
  /** Tells what a pointer is over, seconds; `null`: nothing. */
  point(position: number | null): void;
  /** Tells where the player is, seconds. */
  arrive(position: number): void;
  dispose(): void;
}

/** Makes a scrub. @param seek Asks the room, seconds. */
export function createScrub(seek: (position: number) => void): Scrub {
  const place = signal<number | null>(null);
  const under = signal<number | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;

  function show(position: number): void {
    clearTimeout(timer);
    isAsked = false;
    place.value = position;
  }

  function ask(position: number): void {
    isAsked = true;
    timer = setTimeout(() => place.value = null, ARRIVE_MS);
    seek(position);
  }

  return {
    place,
    pointed: computed(() => place.value ?? under.value),
    show,
    settle(position) {
      show(position);
      timer = setTimeout(() => ask(position), SETTLE_MS);
    },
    point(position) {
      under.value = position;
    },
    arrive(position) {
      if (!isAsked || place.value === null) return;
      if (Math.abs(position - place.value) > ARRIVED_S) return;
      clearTimeout(timer);
      place.value = null;
    },
    dispose() {
      clearTimeout(timer);
      place.value = null;
      under.value = null;
    },
  };
}
