/** A full room: 199 people without a browser, and one with. */
import { assert, assertEquals, assertLess } from "@std/assert";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { createSessions } from "@/lib/server/auth/sessions.ts";
import { percentile } from "@/lib/shared/stats.ts";
import { startServer } from "./server.ts";
import { openSocket, type VisitorSocket } from "./visitor.ts";

const SECRET = "a secret that has thirty-two bytes or more";
const CROWD = 199;
const INSTANCE = "i-crowd";
/** What reports may take from a frame of the page, ms (p95). Source: one frame of a 60 Hz screen. */
const FRAME_MS = 17;

browserTest(
  "[E8] 200 people in one room: the list is whole, in order, and the page stays free",
  async () => {
    const server = await startServer({ env: { SESSION_SECRET: SECRET } });
    const { origin } = server;
    const sessions = createSessions({ secrets: [SECRET], now: Date.now });
    const sockets: VisitorSocket[] = [];
    const browser = await launchChromium();
    let reports = 0;
    let timer: ReturnType<typeof setInterval> | undefined;
    try {
      const join = async (n: number) => {
        const token = await sessions.seal({
          user: { id: `9${n}`, username: `Guest ${n}`, avatarUrl: null },
          instanceId: INSTANCE,
          roles: [],
          signedInAtMs: Date.now(),
        });
        const answer = await fetch(`${origin}/api/room/ticket`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}` },
        });
        const { ticket } = await answer.json();
        const socket = openSocket(origin, { ticket });
        await socket.next("welcome");
        sockets.push(socket);
      };
      for (let n = 0; n < CROWD; n++) await join(n);

      const page = await browser.newPage();
      await page.goto(`${origin}/simulator?viewers=1&instance=${INSTANCE}`);
      const viewer = page.frameLocator("iframe[data-viewer]");
      // The last one: before the room is there, the list shows its person only.
      await viewer.getByText(`Guest ${CROWD - 1}`, { exact: true }).waitFor();
      const names = await viewer.locator(".person-name bdi").allTextContents();
      assertEquals(names.slice(0, CROWD), sockets.map((_, n) => `Guest ${n}`));

      // Everyone reports twice a second, each time something else.
      timer = setInterval(() => {
        for (const [n, socket] of sockets.entries()) {
          reports++;
          socket.send({
            type: "report",
            report: {
              status: reports % 3 === 0 ? "away" : "active",
              networkQuality: n % 2 ? "good" : "poor",
              driftMs: reports % 50,
            },
          });
        }
      }, 500);
      await viewer.getByText("Away").first().waitFor();
      const frame = page.frames()[1];
      assert(frame);
      const gaps = await frame.evaluate(async () => {
        const gaps: number[] = [];
        let last = performance.now();
        const end = last + 4000;
        while (last < end) {
          const { port1, port2 } = new MessageChannel();
          const turn = new Promise((resolve) => port1.onmessage = resolve);
          port2.postMessage(null);
          await turn;
          const now = performance.now();
          gaps.push(now - last);
          last = now;
          await new Promise((resolve) => setTimeout(resolve, 4));
          last = performance.now();
        }
        return gaps;
      });
      assert(reports > CROWD);
      assertLess(percentile(gaps, 0.95), FRAME_MS);
      const after = await viewer.locator(".person-name bdi").allTextContents();
      assertEquals(after, names, "nobody jumps about");
    } finally {
      clearInterval(timer);
      await browser.close();
      for (const socket of sockets) socket.close();
      await server.stop();
    }
  },
);
