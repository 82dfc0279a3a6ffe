/**
 * Looks after rooms in turn. Were all looked after at once, whatever a member
 * presses in that moment would wait for thousands of sends.
 * @module
 */
import type { Timers } from "../../shared/timers.ts";

/** Turns that rooms are spread over. Chosen: of 1,000 rooms 25 a turn, so that a control waits for their sends some milliseconds at most; and few, for each wakes the process. */
const TURNS = 40;
/** Time between two turns, ms. Chosen: with TURNS, a second for all. */
const TURN_MS = 25;
/** Turns between two quick looks at a room: four a second. Chosen: fine enough for a succession within 10 s. */
const QUICK = 10;

/** Takes rooms in turn. */
interface Rounds<Room> {
  add(id: string, room: Room): void;
  /** Something is to be done in a room before its next long look. */
  hurry(id: string): void;
  delete(id: string): void;
  dispose(): void;
}

/** What is done with a room. */
interface RoundsOptions<Room> {
  timers: Pick<Timers, "every">;
  /** Before each turn. */
  begin(): void;
  /** Four times a second for as long as it says that something is to be done soon; else once a second. */
  look(room: Room, id: string): boolean;
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
  /** Those of each turn's rooms that are looked at quickly. */
  const hurried = Array.from({ length: QUICK }, () => new Set<string>());
  const turnOf = new Map<string, number>();
  let added = 0;
  let now = 0;

  function attempt(step: () => void) {
    try {
      step();
    } catch (error) {
      options.onError(error);
    }
  }

  function look(id: string, room: Room) {
    const isHurried = options.look(room, id);
    // What is over by now is in no turn.
    const turn = turnOf.get(id);
    if (turn === undefined) return;
    const quick = hurried[turn % QUICK];
    if (isHurried) quick?.add(id);
    else quick?.delete(id);
  }

  const stop = options.timers.every(TURN_MS, () => {
    now = (now + 1) % TURNS;
    attempt(options.begin);
    const due = turns[now] ?? new Map<string, Room>();
    for (const id of hurried[now % QUICK] ?? []) {
      const room = turns[turnOf.get(id) ?? 0]?.get(id);
      if (room && !due.has(id)) attempt(() => look(id, room));
    }
    for (const [id, room] of due) {
      attempt(() => options.lookLong(room, id));
      attempt(() => look(id, room));
    }
  });

  return {
    add(id, room) {
      const turn = added++ % TURNS;
      turnOf.set(id, turn);
      turns[turn]?.set(id, room);
    },
    hurry(id) {
      const turn = turnOf.get(id);
      if (turn !== undefined) hurried[turn % QUICK]?.add(id);
    },
    delete(id) {
      const turn = turnOf.get(id) ?? 0;
      turns[turn]?.delete(id);
      hurried[turn % QUICK]?.delete(id);
      turnOf.delete(id);
    },
    dispose: stop,
  };
}
