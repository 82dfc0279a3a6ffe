/**
 * Looks after rooms in turn. Were all looked after at once, whatever a member
 * presses in that moment would wait for thousands of sends.
 * @module
 */
import type { Timers } from "../../shared/timers.ts";

/** Turns that rooms are spread over. */
const TURNS = 20;
/** Time between two turns, ms. Chosen: with TURNS, a second for all. */
const TURN_MS = 50;
/** Turns between two quick looks at a room: four a second. Chosen: fine enough for a succession within 10 s. */
const QUICK = 5;

/** See the module. */
export interface Rounds<Room> {
  add(id: string, room: Room): void;
  delete(id: string): void;
  dispose(): void;
}

/** What is done with a room. */
export interface RoundsOptions<Room> {
  timers: Pick<Timers, "every">;
  /** Before each turn. */
  begin(): void;
  /** Four times a second. */
  look(room: Room, id: string): void;
  /** Once a second, before that second's look. */
  lookLong(room: Room, id: string): void;
  /** What goes wrong in one room must not stop the others. @see SPEC R29 */
  onError(error: unknown): void;
}

/** Begins. A new room has its first turns within a second. */
export function createRounds<Room>(
  options: RoundsOptions<Room>,
): Rounds<Room> {
  const turns = Array.from({ length: TURNS }, () => new Map<string, Room>());
  const turnOf = new Map<string, number>();
  let added = 0;
  let now = 0;

  function each(turn: number, look: (room: Room, id: string) => void) {
    for (const [id, room] of turns[turn] ?? []) {
      try {
        look(room, id);
      } catch (error) {
        options.onError(error);
      }
    }
  }

  const stop = options.timers.every(TURN_MS, () => {
    now = (now + 1) % TURNS;
    options.begin();
    each(now, options.lookLong);
    for (let turn = now % QUICK; turn < TURNS; turn += QUICK) {
      each(turn, options.look);
    }
  });

  return {
    add(id, room) {
      const turn = added++ % TURNS;
      turnOf.set(id, turn);
      turns[turn]?.set(id, room);
    },
    delete(id) {
      turns[turnOf.get(id) ?? 0]?.delete(id);
      turnOf.delete(id);
    },
    dispose: stop,
  };
}
