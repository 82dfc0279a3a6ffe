import { assertEquals } from "@std/assert";
import type { PlayEvent } from "../../shared/video/play_reports.ts";
import { NEW_SESSION, type PlayMoment, stepSession } from "./play_session.ts";

type Told = Pick<PlayEvent, "type" | "index">;

/** A screen that is looked at four times a second. */
function watch() {
  let session = NEW_SESSION;
  let moment: PlayMoment = {
    nowMs: 1000,
    isWanted: false,
    isMoving: false,
    position: 0,
    duration: 100,
    playback: "vod",
  };
  let told: PlayEvent[] = [];
  return {
    /** Time goes on; the place moves when the picture does. */
    pass(seconds: number, change: Partial<PlayMoment> = {}): string[] {
      told = [];
      moment = { ...moment, ...change };
      for (let n = 0; n < seconds * 4; n++) {
        const next = stepSession(session, moment);
        session = next.session;
        told.push(...next.events);
        moment = {
          ...moment,
          nowMs: moment.nowMs + 250,
          position: moment.position + (moment.isMoving ? 0.25 : 0),
        };
      }
      return told.map(({ type }) => type);
    },
    told: (): Told[] => told.map(({ type, index }) => ({ type, index })),
    last: () => told.at(-1),
  };
}

Deno.test("[W47] a viewing is an impression, a wish to play, a play, views each 10 s and quartiles, each once", () => {
  const screen = watch();
  assertEquals(screen.pass(5), ["impression"]);
  assertEquals(screen.pass(1, { isWanted: true }), ["play_request"]);
  assertEquals(screen.pass(9.75, { isMoving: true }), ["play"]);
  assertEquals(screen.pass(10.25), ["view"]);
  assertEquals(screen.last()?.playedS, 10);
  assertEquals(screen.last()?.waitedS, 1, "the wait for the first picture");
  assertEquals(screen.pass(9), ["view", "reached_25"]);
  assertEquals(screen.last()?.waitedS, 0, "told once");
  // A jump passes quartiles, which are told in order, and once.
  assertEquals(screen.pass(0.25, { position: 80 }), [
    "reached_50",
    "reached_75",
  ]);
  assertEquals(screen.pass(0.25, { position: 10 }), []);
  assertEquals(screen.pass(0.25, { position: 80 }), []);
  assertEquals(screen.pass(0.25, { position: 99.9 }), ["reached_100"]);
});

Deno.test("[W47] a pause is resumed, a wait for media is not; neither is played", () => {
  const screen = watch();
  screen.pass(5, { isWanted: true, isMoving: true });
  assertEquals(screen.pass(3, { isMoving: false }), []);
  assertEquals(screen.pass(1, { isMoving: true }), [], "waited");
  assertEquals(screen.pass(3, { isWanted: false, isMoving: false }), []);
  assertEquals(
    screen.pass(1, { isWanted: true, isMoving: true }),
    ["resume"],
  );
  assertEquals(screen.pass(4), ["view"]);
  assertEquals(screen.last()?.waitedS, 3);
});

Deno.test("[W47] after 30 s without a view Kaltura counts anew", () => {
  const screen = watch();
  screen.pass(11, { isWanted: true, isMoving: true });
  screen.pass(31, { isWanted: false, isMoving: false });
  screen.pass(1, { isWanted: true, isMoving: true });
  assertEquals(screen.told(), [{ type: "resume", index: 1 }]);
  screen.pass(10);
  assertEquals(screen.last()?.index, 2);
  assertEquals(screen.last()?.playedS, 10);
});

Deno.test("[W47] a page that slept has not played", () => {
  const screen = watch();
  screen.pass(1, { isWanted: true, isMoving: true });
  screen.pass(0.25, { nowMs: 3_600_000 });
  screen.pass(8);
  assertEquals(screen.told(), []);
});

Deno.test("[W47] a broadcast without an end has no quartiles", () => {
  const screen = watch();
  const told = screen.pass(11, {
    isWanted: true,
    isMoving: true,
    duration: 0,
    position: -3,
    playback: "live",
  });
  assertEquals(told, ["impression", "play_request", "play", "view"]);
});
