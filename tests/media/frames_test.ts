/**
 * How smooth the page is on a slow device: tasks that would take longer than
 * three frames there. What a task costs is read in processor time, so that a
 * busy machine changes nothing, and multiplied; slowing the browser down
 * instead counts what waits for other programs.
 */
import { assert, assertEquals, assertLess } from "@std/assert";
import type { Browser } from "playwright-core";
import { launchChromium, mediaTest } from "@/tests/support/browser.ts";
import { createSessions } from "@/lib/server/auth/sessions.ts";
import { openParty } from "@/tests/e2e/party.ts";
import { startServer } from "@/tests/e2e/server.ts";
import { openSocket, type VisitorSocket } from "@/tests/e2e/visitor.ts";

const SECRET = "a secret that has thirty-two bytes or more";
/** Others in the room; each reports twice a second. */
const OTHERS = 7;
/** How much slower than this machine the device is. */
const SLOWER = 4;
const FOR_MS = 10_000;
/** A task from here on is felt, ms. Source: W3C Long Tasks. */
const LONG_MS = 50;
/** Most of the time that the device may spend on page and simulator. Chosen: half; as much is left for the picture. */
const MOST_BUSY = 0.5;

/** An event of Chromium's trace that has a length, μs; `tdur` in processor time. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur?: number;
}

/** Processor time of each task on the page's main thread while something goes on, ms on this machine. */
async function tasksDuring(
  browser: Browser,
  play: () => Promise<void>,
): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    events.push(...value as unknown as TraceEvent[]);
  });
  const complete = new Promise((resolve) =>
    session.on("Tracing.tracingComplete", resolve)
  );
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      includedCategories: [
        "devtools.timeline",
        "disabled-by-default-devtools.timeline",
      ],
    },
  });
  await play();
  await session.send("Tracing.end");
  await complete;
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const scripts = new Map<string, number>();
  for (const event of events) {
    if (event.name !== "FunctionCall") continue;
    const thread = threadOf(event);
    scripts.set(thread, (scripts.get(thread) ?? 0) + 1);
  }
  const [[main] = []] = [...scripts].toSorted(([, a], [, b]) => b - a);
  return events.filter((event) =>
    event.name === "RunTask" && event.ph === "X" && threadOf(event) === main
  ).map(({ tdur = 0 }) => tdur / 1000);
}

mediaTest(
  "[U79] with eight people and a processor four times slower, a film that plays leaves the page free",
  async () => {
    const server = await startServer({ env: { SESSION_SECRET: SECRET } });
    const { origin } = server;
    const sessions = createSessions({ secrets: [SECRET], now: Date.now });
    const sockets: VisitorSocket[] = [];
    const browser = await launchChromium();
    let reports = 0;
    let timer: ReturnType<typeof setInterval> | undefined;
    try {
      const party = await openParty({ browser, origin, viewers: 1 });
      const { searchParams } = new URL(party.page.url());
      const instanceId = searchParams.get("instance");
      assert(instanceId);
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(1);
      for (let n = 0; n < OTHERS; n++) {
        const token = await sessions.seal({
          user: { id: `9${n}`, username: `Guest ${n}`, avatarUrl: null },
          instanceId,
          roles: [],
          signedInAtMs: Date.now(),
        });
        const answer = await fetch(`${origin}/api/room/ticket`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}` },
        });
        const socket = openSocket(origin, await answer.json());
        await socket.next("welcome");
        sockets.push(socket);
      }
      timer = setInterval(() => {
        for (const socket of sockets) {
          socket.send({
            type: "report",
            report: {
              status: "active",
              networkQuality: "good",
              driftMs: ++reports % 300,
              playbackState: {
                isPlaying: true,
                currentTime: reports % 60,
                buffering: false,
              },
            },
          });
        }
      }, 500);
      await party.untilMoved(0, 3);
      const tasks = (await tasksDuring(
        browser,
        () => new Promise((resolve) => setTimeout(resolve, FOR_MS)),
      )).map((ms) => ms * SLOWER);
      assert(reports > OTHERS);
      assertLess(100, tasks.length);
      const busy = tasks.reduce((sum, ms) => sum + ms, 0) / FOR_MS;
      const longest = tasks.toSorted((a, b) => b - a).slice(0, 5);
      const note = `busy ${busy.toFixed(2)}, longest ${
        longest.map((ms) => ms.toFixed(0)).join(" ")
      } ms`;
      assertEquals(tasks.filter((ms) => ms >= LONG_MS), [], note);
      assertLess(busy, MOST_BUSY, note);
    } finally {
      clearInterval(timer);
      await browser.close();
      for (const socket of sockets) socket.close();
      await server.stop();
    }
  },
);
