import { assertEquals } from "@std/assert";
import type {
  PlayReport,
  PlayReportAnswer,
} from "../../shared/video/play_reports.ts";
import { createPlayReporter } from "./play_reporter.ts";

const MOMENT = {
  isWanted: true,
  isMoving: true,
  position: 0,
  duration: 0,
  playback: "vod",
} as const;

Deno.test("[W48] events go out one after the other, with the session's start once it is known", async () => {
  const sent: PlayReport[] = [];
  const answers: ((answer: PlayReportAnswer) => void)[] = [];
  const reporter = createPlayReporter({
    makeId: () => "a",
    send(report) {
      sent.push(report);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  reporter.look({ ...MOMENT, nowMs: 0 });
  assertEquals(sent.length, 1, "the others wait");
  answers[0]?.({ time: 1234, wantsViews: true });
  await settled();
  answers[1]?.({ time: 1235, wantsViews: true });
  await settled();
  assertEquals(
    sent.map(({ event, startedAt }) => [event.type, event.index, startedAt]),
    [
      ["impression", 1, undefined],
      ["play_request", 2, 1234],
      ["play", 3, 1234],
    ],
  );
});

Deno.test("[W48] what cannot be sent is dropped, and views that nobody wants stay away", async () => {
  const sent: string[] = [];
  const reporter = createPlayReporter({
    send({ event }) {
      sent.push(event.type);
      return event.type === "impression"
        ? Promise.reject(new Error("away"))
        : Promise.resolve({ time: 1, wantsViews: false });
    },
  });
  for (let s = 0; s < 25; s++) {
    reporter.look({ ...MOMENT, nowMs: s * 1000 });
    await settled();
  }
  assertEquals(sent, ["impression", "play_request", "play"]);
  reporter.dispose();
});

/** Lets everything that is under way come to rest. */
async function settled(): Promise<void> {
  for (let n = 0; n < 10; n++) await Promise.resolve();
}
