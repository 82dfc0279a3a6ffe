/**
 * Friends in one room, in a real browser, against the real server: what a
 * person sees and does, from the simulator's frames to the pictures on screen.
 */
import { assert, assertEquals, assertLess } from "@std/assert";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { IN, openParty, openTab } from "./party.ts";
import { percentile } from "@/lib/shared/stats.ts";
import { startServer } from "./server.ts";
import { withParty } from "./with_party.ts";

/** What two viewers may differ by while playing, ms (p95). */
const MAX_SKEW_MS = 100;

browserTest(
  "[E1] two people load, play, pause and seek, and see the same",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(2);
      // The first second is for settling (docs/design.md, "Rooms": lead).
      await party.measure(1500);
      const skews = await party.measure(10_000);
      assert(skews.length > 100, `measured ${skews.length} times`);
      assertLess(percentile(skews, 0.95), MAX_SKEW_MS);

      const host = party.viewer(0);
      await host.getByRole("button", { name: "Pause for everyone" }).click();
      await party.untilPaused(2);
      const [a, b] = await party.times();
      assert(a && b && Math.abs(a - b) < 0.05, `paused at ${a} and ${b}`);

      const slider = host.getByRole("slider", { name: "Place in the video" });
      await slider.fill("60");
      await slider.press("Enter");
      await party.page.waitForFunction(() =>
        [...document.querySelectorAll<HTMLIFrameElement>("iframe[data-viewer]")]
          .every((frame) => {
            const video = frame.contentDocument?.querySelector("video");
            return video && Math.abs(video.currentTime - 60) < 0.05;
          })
      );
      await host.getByRole("button", { name: "Play for everyone" }).click();
      await party.untilPlaying(2);
      await party.measure(1500);
      assertLess(percentile(await party.measure(3000), 0.95), MAX_SKEW_MS);
      const [c] = await party.times();
      assert(c && c > 60 && c < 75, `playing at ${c}`);
    }),
);

browserTest(
  "[E2] a late joiner comes in at the room's place; the host leaves and another follows",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      await party.page.getByRole("button", { name: "Add a viewer" }).click();
      await party.untilPlaying(3);
      await party.measure(2000);
      assertLess(percentile(await party.measure(4000), 0.95), MAX_SKEW_MS);

      const second = party.viewer(1);
      assertEquals(
        await second.getByRole("button", { name: "Pause for everyone" })
          .count(),
        0,
        "a guest has no remote",
      );
      assert(await second.getByRole("slider", { name: /^Place/ }).isDisabled());
      await party.page.getByRole("region", { name: "Ada’s screen" })
        .getByRole("button", { name: /Leave/ }).click();
      await party.page.getByRole("region", { name: "Ada’s screen" })
        .waitFor({ state: "detached" });
      // What was the second frame is the first now.
      const heir = party.viewer(0);
      const pause = heir.getByRole("button", { name: "Pause for everyone" });
      await pause.click({ timeout: 20_000 });
      await party.untilPaused(2);
    }),
);

browserTest(
  "[E3] the server restarts under the viewers, and the film goes on",
  async () => {
    const env = {
      SESSION_SECRET: "a secret that has thirty-two bytes or more",
    };
    let server = await startServer({ env });
    const { port } = server;
    const browser = await launchChromium();
    try {
      const party = await openParty({
        browser,
        origin: server.origin,
        viewers: 2,
      });
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      await party.measure(1500);
      await server.stop("SIGKILL");
      for (const index of [0, 1]) {
        await party.viewer(index).getByText("Reconnecting").first().waitFor();
      }
      const during = await party.measure(1000);
      assert(during.length > 5, "the picture goes on without a server");
      server = await startServer({ env, port });
      await party.viewer(0).getByText("In sync").first().waitFor();
      await party.viewer(1).getByText("In sync").first().waitFor();
      assertLess(percentile(await party.measure(3000), 0.95), MAX_SKEW_MS);
      await party.viewer(0).getByRole("button", { name: "Pause for everyone" })
        .click();
      await party.untilPaused(2);
    } finally {
      await browser.close();
      await server.stop();
    }
  },
);

browserTest(
  "[A12] a server that comes back with other secrets takes its people in again",
  async () => {
    let server = await startServer();
    const { port, origin } = server;
    const browser = await launchChromium();
    try {
      const party = await openParty({ browser, origin, viewers: 2 });
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      await server.stop("SIGKILL");
      const first = party.viewer(0);
      await first.getByText("Connection lost. Reconnecting.").waitFor();
      const pause = first.getByRole("button", { name: "Pause for everyone" });
      await pause.click();
      assert(
        await pause.isVisible(),
        "what cannot be sent is not shown as done",
      );
      server = await startServer({ port });
      // Its rooms and the copies it had signed are gone: people meet in a new one.
      for (const index of [0, 1]) {
        const viewer = party.viewer(index);
        await viewer.getByText("Nothing on yet").waitFor();
        // Members only: the voice channel is a list of its own.
        for (const name of ["Ada", "Benny"]) {
          await viewer.locator(".people-list li", { hasText: name }).waitFor();
        }
      }
    } finally {
      await browser.close();
      await server.stop();
    }
  },
);

browserTest(
  "[U70] who comes after the end sees the last frame, and that it is the end",
  () =>
    withParty({ viewers: 1 }, async (party) => {
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(1);
      const first = party.viewer(0);
      await first.locator("input[type=range]").first().press("End");
      await first.getByText("The end").first().waitFor();
      await party.page.getByRole("button", { name: "Add a viewer" }).click();
      const second = party.viewer(1);
      await second.locator(IN).waitFor();
      await second.getByText("The end").first().waitFor();
      const seen = await second.locator("video").evaluate(
        (video: HTMLVideoElement) =>
          new Promise<{ leftS: number; hasFrame: boolean }>((resolve) => {
            const look = () => {
              const leftS = video.duration - video.currentTime;
              const hasFrame = video.readyState >= 2 && !video.seeking;
              if (hasFrame && leftS < 1) resolve({ leftS, hasFrame });
              else setTimeout(look, 50);
            };
            look();
          }),
      );
      assert(seen.hasFrame);
      await first.getByRole("button", { name: "Play again", exact: true })
        .waitFor();
    }),
);

browserTest(
  "[U14] a click on the picture is a press; at the end it begins anew",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      const [host, guest] = [party.viewer(0), party.viewer(1)];
      await host.locator("video").first().click();
      await party.untilPaused(2);
      const slider = host.getByRole("slider", { name: "Place in the video" });
      await slider.fill(await slider.getAttribute("max") ?? "");
      await slider.press("Enter");
      await host.getByRole("button", { name: "Play again", exact: true })
        .click();
      await party.untilPlaying(2);
      const [time] = await party.times();
      assert(time !== null && time !== undefined && time < 10, `${time} s`);
      // As before Firefox 129 and Safari 18.2, whose clicks tell no pointer.
      await guest.locator("html").evaluate(() =>
        addEventListener("click", (event) => {
          if (!(event instanceof PointerEvent)) return;
          event.stopImmediatePropagation();
          const { bubbles, detail } = event;
          event.target?.dispatchEvent(
            new MouseEvent("click", { bubbles, detail }),
          );
        }, { capture: true })
      );
      await guest.locator("video").first().click();
      await openTab(host, "People");
      await host.getByText("Paused for themselves").waitFor();
    }),
);

browserTest(
  "[U13] a visit that cannot go on stops the film, says why, and offers a way",
  async () => {
    let server = await startServer();
    const { port, origin } = server;
    const browser = await launchChromium();
    try {
      const party = await openParty({ browser, origin, viewers: 1 });
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(1);
      await party.page.route("**/api/resume", (route) =>
        route.fulfill({
          status: 401,
          json: { error: "Your sign-in has expired.", code: "session_expired" },
        }));
      await server.stop("SIGKILL");
      server = await startServer({ port });
      const viewer = party.viewer(0);
      await viewer.getByRole("alert").getByText("Your sign-in has expired.")
        .waitFor();
      await viewer.getByRole("button", { name: "Try again" }).waitFor();
      assertEquals(
        await viewer.locator("video").first().evaluate((video) =>
          (video as HTMLVideoElement).paused
        ),
        true,
      );
      for (const name of ["Search videos", "Place in the video"]) {
        const field = viewer.getByLabel(name);
        assertEquals(await field.isVisible(), false, name);
      }
    } finally {
      await browser.close();
      await server.stop();
    }
  },
);
