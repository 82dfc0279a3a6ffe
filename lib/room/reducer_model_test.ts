/** The reducer against a small model of a room, in thousands of random histories. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { HOST_GRACE_MS, MAX_CONNECTIONS_PER_MEMBER } from "../shared/limits.ts";
import type { Command } from "../shared/room/protocol.ts";
import { LEAD_MS, TestRoom, VIDEOS } from "../../tests/support/rooms.ts";
import { positionAt } from "../shared/room/timeline.ts";

/** Histories. Source: the issue, "reducer (model-based, 5,000 runs)". */
const RUNS = 5000;

/** A room as somebody would describe it who has not seen the code. */
interface Model {
  nowMs: number;
  /** In order of joining. */
  people: { id: string; pages: string[]; goneSince: number | null }[];
  host: string | null;
  isOpenToAll: boolean;
  film: { length: number; isRunning: boolean; place: number; speed: number };
  /** Room time at which `place` holds, ms. */
  since: number;
}

type Step = fc.Command<Model, TestRoom>;

/** Where the model's film stands, s. */
function placeOf({ film, since }: Model, atMs: number): number {
  const playedS = film.isRunning ? Math.max(0, atMs - since) / 1000 : 0;
  return Math.min(film.length, film.place + playedS * film.speed);
}

function find(model: Model, id: string) {
  return model.people.find((one) => one.id === id);
}

/** Chooses who is host when the old one is no longer in the room. */
function appoint(model: Model) {
  if (model.host !== null && find(model, model.host)) return;
  const here = model.people.filter(({ goneSince }) => goneSince === null);
  model.host = (here[0] ?? model.people[0])?.id ?? null;
}

/** Compares what both say. */
function compare(model: Model, { document }: TestRoom) {
  assertEquals(document.host, model.host);
  assertEquals(
    document.members.map(({ id, goneAt }) => [id, goneAt]),
    model.people.map(({ id, goneSince }) => [id, goneSince]),
  );
  const duration = document.video?.duration ?? 0;
  for (const afterMs of [LEAD_MS, LEAD_MS + 10_000]) {
    const atMs = model.nowMs + afterMs;
    assertAlmostEquals(
      positionAt(document.timeline, { atMs, duration }),
      placeOf(model, atMs),
      0.001,
    );
  }
}

function step(
  name: string,
  run: (model: Model, room: TestRoom) => void,
): Step {
  return {
    check: () => true,
    run(model, room) {
      const before = room.document;
      run(model, room);
      const { rev } = room.document;
      assertEquals(rev - before.rev, room.document === before ? 0 : 1, name);
      compare(model, room);
    },
    toString: () => name,
  };
}

const who = fc.constantFrom("a", "b", "c", "d");
const page = fc.constantFrom("p", "q", "r", "s");

const join = fc.tuple(who, page).map(([id, page]) =>
  step(`${id} opens ${page}`, (model, room) => {
    const connectionId = `i.${id}${page}.0`;
    const refused = room.try({
      type: "join",
      member: { id, username: id, avatarUrl: null },
      connectionId,
      maxMembers: 3,
    });
    const known = find(model, id);
    const pages = known?.pages ?? [];
    if (pages.includes(connectionId)) {
      assertEquals(refused, null);
    } else if (pages.length >= MAX_CONNECTIONS_PER_MEMBER) {
      assertEquals(refused, "too_many_connections");
    } else if (!known && model.people.length >= 3) {
      assertEquals(refused, "room_full");
    } else {
      assertEquals(refused, null);
      if (known) {
        Object.assign(known, {
          pages: [...pages, connectionId],
          goneSince: null,
        });
      } else {
        model.people.push({ id, pages: [connectionId], goneSince: null });
      }
      letGo(model, model.nowMs);
      appoint(model);
    }
  })
);

/** A member who has been away for the grace leaves the room. */
function letGo(model: Model, nowMs: number) {
  model.people = model.people.filter(({ goneSince }) =>
    goneSince === null || nowMs - goneSince < HOST_GRACE_MS
  );
}

const lose = fc.tuple(who, page, fc.boolean()).map(([id, page, says]) =>
  step(`${id} ${says ? "leaves" : "loses"} ${page}`, (model, room) => {
    const connectionId = `i.${id}${page}.0`;
    room.apply({
      type: says ? "leave" : "disconnect",
      memberId: id,
      connectionId,
    });
    const known = find(model, id);
    if (!known?.pages.includes(connectionId)) return;
    known.pages = known.pages.filter((one) => one !== connectionId);
    if (known.pages.length === 0) known.goneSince = model.nowMs;
    if (!says) return;
    model.people = model.people.filter(({ pages, id: one }) =>
      one !== id || pages.length > 0
    );
    letGo(model, model.nowMs);
    appoint(model);
  })
);

const span = fc.oneof(
  fc.integer({ min: 1, max: 15_000 }),
  fc.constantFrom(HOST_GRACE_MS - 1, HOST_GRACE_MS),
);

const wait = span.map((ms) =>
  step(`${ms} ms pass`, (model, room) => {
    model.nowMs += ms;
    room.wait(ms).apply({ type: "settle" });
    letGo(model, model.nowMs);
    appoint(model);
  })
);

/** Presses something. `change` is what it does when it may. */
function press(
  command: Command,
  { forHost = false, change }: {
    forHost?: boolean;
    /** @returns The refusal, if it is refused for another reason. */
    change: (model: Model, by: string) => string | void;
  },
) {
  return who.map((id) =>
    step(`${id}: ${JSON.stringify(command)}`, (model, room) => {
      const refused = room.tell(id, command);
      const may = model.host === id ||
        (model.isOpenToAll && !forHost);
      if (!find(model, id)) assertEquals(refused, "not_a_member");
      else if (!may) assertEquals(refused, "not_allowed");
      else assertEquals(refused, change(model, id) ?? null);
    })
  );
}

/** From the moment when a change takes effect the film goes on another way. */
function film(model: Model, change: Partial<Model["film"]>) {
  const atMs = model.nowMs + LEAD_MS;
  const place = placeOf(model, atMs);
  model.film = { ...model.film, place, ...change };
  model.since = atMs;
}

function withFilm(change: (model: Model) => string | void) {
  return (model: Model) => model.film.length === 0 ? "no_video" : change(model);
}

const presses = fc.oneof(
  press({ type: "play" }, {
    change: withFilm((model) => {
      const isOver = placeOf(model, model.nowMs + LEAD_MS) >= model.film.length;
      if (model.film.isRunning && !isOver) return;
      film(model, { isRunning: true, ...(isOver ? { place: 0 } : {}) });
    }),
  }),
  press({ type: "pause" }, {
    change: withFilm((model) => film(model, { isRunning: false })),
  }),
  fc.double({ min: -5, max: 110, noNaN: true }).chain((position) =>
    press({ type: "seek", position }, {
      change: withFilm((model) => {
        if (position < 0 || position > model.film.length) {
          return "position_out_of_range";
        }
        film(model, { place: position });
      }),
    })
  ),
  fc.constantFrom(0.5, 1, 2).chain((rate) =>
    press({ type: "rate", rate }, {
      change: withFilm((model) => film(model, { speed: rate })),
    })
  ),
  fc.constantFrom("v1", "v2", "none").chain((videoId) =>
    press({ type: "load", videoId }, {
      change(model) {
        const video = VIDEOS[videoId];
        if (!video) return "unknown_video";
        film(model, {
          length: video.duration,
          isRunning: true,
          place: 0,
          speed: 1,
        });
      },
    })
  ),
  press({ type: "set_control", control: "everyone" }, {
    forHost: true,
    change: (model) => {
      model.isOpenToAll = true;
    },
  }),
  press({ type: "set_control", control: "host" }, {
    forHost: true,
    change: (model) => {
      model.isOpenToAll = false;
    },
  }),
  who.chain((to) =>
    press({ type: "hand_over", to }, {
      forHost: true,
      change(model) {
        const heir = find(model, to);
        if (!heir || heir.goneSince !== null) return "person_left";
        model.host = to;
      },
    })
  ),
);

Deno.test("[R1] in any history the reducer does what a model of the room says", () => {
  fc.assert(
    fc.property(
      fc.commands([join, join, lose, wait, presses, presses], { size: "+1" }),
      (steps) =>
        fc.modelRun(() => {
          const real = new TestRoom();
          real.document.settings.waitForAll = false;
          const model: Model = {
            nowMs: real.nowMs,
            people: [],
            host: null,
            isOpenToAll: false,
            film: { length: 0, isRunning: false, place: 0, speed: 1 },
            since: 0,
          };
          return { model, real };
        }, steps),
    ),
    { numRuns: RUNS },
  );
});

Deno.test("[R9] a whole history sent twice changes nothing the second time", () => {
  const kinds: Command["type"][] = ["play", "pause", "continue"];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...kinds)), {
        minLength: 1,
        maxLength: 60,
      }),
      (presses) => {
        const room = new TestRoom("a");
        room.tell("a", { type: "load", videoId: "v1" });
        room.ready("a");
        const { document } = room;
        const history = presses.map(([ms, type], index) => ({
          ms,
          operation: {
            type: "command",
            memberId: "a",
            commandId: `h${index}`,
            base: { epoch: document.epoch, rev: document.rev },
            command: { type } as Command,
          } as const,
        }));
        for (const { ms, operation } of history) {
          room.wait(ms).apply(operation);
        }
        const after = room.document;
        const applied = new Set(after.applied.map(({ id }) => id));
        for (const { operation } of history) {
          if (applied.has(operation.commandId)) room.apply(operation);
        }
        assert(room.document === after);
      },
    ),
    { numRuns: RUNS / 10 },
  );
});
