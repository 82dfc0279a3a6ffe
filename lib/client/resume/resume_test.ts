import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { Command, Room } from "../../shared/room/protocol.ts";
import { fakeRoom } from "../../../tests/support/fake_app_model.ts";
import { createResume } from "./resume.ts";

const WALL_MS = 1_800_000_000_000;
const DAY_MS = 24 * 3_600_000;
const media = { kind: "recorded", duration: 120 } as const;
const NOTHING = fakeRoom({
  video: null,
  timeline: { ...fakeRoom().timeline, videoId: null, playing: false },
});

/** A device, with pages that come and go on it. */
function device() {
  localStorage.clear();
  let evenings = 0;
  return {
    open(placeId: string | null = "channel") {
      const room = signal<Room | null>(null);
      const mayControl = signal(true);
      const sent: Command[] = [];
      let roomMs = 0;
      const evening = evenings++;
      let tick = () => {};
      const resume = createResume({
        room,
        mayControl,
        placeId: () => placeId,
        roomNow: () => roomMs,
        send: (command) => sent.push(command),
        wallMs: () => WALL_MS + evening * DAY_MS + roomMs,
        timers: {
          now: () => roomMs,
          after: () => () => {},
          every(_ms, run) {
            tick = run;
            return () => tick = () => {};
          },
        },
      });
      return {
        room,
        mayControl,
        sent,
        resume,
        /** Time goes on, as far as the page's timer looks. */
        at(ms: number) {
          roomMs = ms;
          tick();
        },
        left: () => resume.offer.value?.position ?? null,
      };
    },
    kept: () => localStorage.getItem("cowatch-unfinished") ?? "",
  };
}

Deno.test("[U77] who has the remote finds the film where it was left, in the same channel, and it goes on by a press", () => {
  const { open, kept } = device();
  const before = open();
  before.room.value = fakeRoom({ media });
  before.at(10_000);
  assertEquals(kept(), "");
  before.at(42_500);
  assertEquals(before.left(), null);
  before.resume.dispose();
  for (const word of ["Ada", "Ben", "ada", "ben"]) {
    assertEquals(kept().includes(word), false, word);
  }

  const elsewhere = open("another");
  elsewhere.room.value = NOTHING;
  assertEquals(elsewhere.left(), null);
  elsewhere.resume.dispose();

  const later = open();
  assertEquals(later.left(), null);
  later.room.value = { ...NOTHING, epoch: "e2", id: "another instance" };
  assertEquals(later.left(), 42);
  assertEquals(later.sent, []);
  later.mayControl.value = false;
  assertEquals(later.left(), null);
  later.mayControl.value = true;
  later.resume.goOn();
  assertEquals(later.sent, [{ type: "load", videoId: "v1", position: 42 }]);
  later.room.value = fakeRoom({ media });
  assertEquals(later.left(), null);
  later.resume.dispose();
});

Deno.test("[U77] who dismisses it is not asked again, and what was seen to its end is forgotten", () => {
  const { open, kept } = device();
  const page = open();
  page.room.value = fakeRoom({ media });
  page.at(50_000);
  page.room.value = NOTHING;
  assertEquals(page.left(), 50);
  page.resume.dismiss();
  assertEquals([page.left(), kept()], [null, "[]"]);
  page.room.value = fakeRoom({ media });
  page.at(60_000);
  assertEquals(JSON.parse(kept()).length, 1);
  page.at(110_000);
  assertEquals(kept(), "[]");
  page.resume.dispose();
});

Deno.test("[U77] a guest's device remembers nothing, nor does anybody's of a broadcast", () => {
  const { open, kept } = device();
  const page = open();
  page.mayControl.value = false;
  page.room.value = fakeRoom({ media });
  page.at(50_000);
  page.mayControl.value = true;
  page.room.value = fakeRoom({ media: null });
  page.at(51_000);
  page.room.value = fakeRoom({
    media: {
      kind: "live",
      to: 1600,
      at: 0,
      span: 600,
      holdBack: 6,
      moves: "both",
    },
  });
  page.at(52_000);
  assertEquals(kept(), "");
  page.resume.dispose();
  const nowhere = open(null);
  nowhere.room.value = fakeRoom({ media });
  nowhere.at(50_000);
  assertEquals(kept(), "");
  nowhere.resume.dispose();
});
