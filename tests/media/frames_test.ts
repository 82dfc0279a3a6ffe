/** How smooth the page is on a slow device: tasks that take longer than three frames. */
import { assert, assertLess } from "@std/assert";
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
/** Most such tasks in that time: what the film starts with is over by then. */
const MOST = 3;

mediaTest(
  "[U64] with eight people and a processor four times slower, a film that plays leaves the page free",
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
      const cdp = await party.page.context().newCDPSession(party.page);
      await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
      await party.untilMoved(0, 3);
      const long = await party.viewer(0).locator("html").evaluate(
        async (_html, forMs) => {
          const long: number[] = [];
          const observer = new PerformanceObserver((list) => {
            for (const { duration } of list.getEntries()) long.push(duration);
          });
          observer.observe({ type: "longtask" });
          await new Promise((resolve) => setTimeout(resolve, forMs));
          return long;
        },
        FOR_MS,
      );
      assert(reports > OTHERS);
      assertLess(long.length, MOST + 1, long.join(" "));
    } finally {
      clearInterval(timer);
      await browser.close();
      for (const socket of sockets) socket.close();
      await server.stop();
    }
  },
);
