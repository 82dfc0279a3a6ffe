/** The next video of the queue is got ready while the present one ends. */
import { assert, assertEquals } from "@std/assert";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { openParty, openTab } from "./party.ts";
import { startServer } from "./server.ts";

browserTest(
  "[W26] near the end the next video's first segment is fetched; the switch asks for no leave again",
  async () => {
    const server = await startServer();
    const browser = await launchChromium();
    try {
      const { origin } = server;
      const party = await openParty({ browser, origin, viewers: 1 });
      const asked: string[] = [];
      party.page.on("request", (request) => {
        const { pathname } = new URL(request.url());
        if (pathname.includes("sample-orbit")) asked.push(pathname);
      });
      const host = party.viewer(0);
      await party.load(0, "Sample: Countdown");
      await party.untilPlaying(1);
      await openTab(host, "Library");
      await host.getByRole("button", { name: "Play later: Sample: Orbit" })
        .click();
      await openTab(host, "Queue");
      await host.getByText("Up next").waitFor();
      const leaves = () => asked.filter((path) => path.endsWith("/play"));
      assertEquals(leaves(), []);
      const slider = host.getByRole("slider", { name: "Place in the video" });
      const end = Number(await slider.getAttribute("max"));
      assert(end > 30, `a video of ${end} s`);
      const prepared = party.page.waitForRequest((request) =>
        /sample-orbit.*\.(m4s|ts|mp4)$/.test(new URL(request.url()).pathname)
      );
      await slider.fill(String(Math.round(end - 12)));
      await slider.press("Enter");
      await prepared;
      const isStillOn = await host
        .getByRole("heading", { name: "Sample: Countdown" }).isVisible();
      assert(isStillOn, "the next video is not on yet");
      await party.expectNewMedia();
      await host.getByRole("heading", { name: "Sample: Orbit" }).waitFor();
      await party.untilPlaying(1);
      assertEquals(leaves().length, 1, JSON.stringify(asked));
    } finally {
      await browser.close();
      assertEquals(await server.stop(), 0);
    }
  },
);
