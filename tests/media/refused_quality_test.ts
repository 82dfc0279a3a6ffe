/**
 * One quality that is refused or missing costs that quality only.
 */
import { assert, assertEquals } from "@std/assert";
import { launchChromium, mediaTest } from "../support/browser.ts";
import type { Harness } from "./page.ts";
import { onStage, type Stage, type StageEngine, type State } from "./stage.ts";

declare const harness: Harness;

const errorsOf = ({ events }: State) =>
  events.flatMap((event) => event.type === "error" ? [event] : []);
const isPlayingFrom = (from: number) => ({ sample }: State) =>
  sample !== null && sample.playing && sample.mediaTime > from;
const labels = ({ qualities }: State) => qualities.map(({ label }) => label);

/** Counts how often the page asks for another permission. */
function countPlays({ page }: Stage): () => number {
  let plays = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === "/play") plays++;
  });
  return () => plays;
}

type Act = (stage: Stage) => Promise<void>;
const scenes: { name: string; act: Act; engine: StageEngine }[] = [];
function scene(name: string, act: Act, engine: StageEngine = "hls"): void {
  scenes.push({ name, act, engine });
}

for (const status of [403, 404]) {
  for (
    const [what, path] of [
      ["playlist", /v288\/index\.m3u8/],
      ["segments", /v288\/seg-\d+\.ts/],
    ] as const
  ) {
    scene(
      `[W50] the best quality's ${what} answer ${status}: the others play, to the end`,
      async (stage) => {
        const { kaltura, page, until } = stage;
        const plays = countPlays(stage);
        kaltura.fail(path, status);
        await page.evaluate(() => harness.load("0_plain", 20));
        await page.evaluate(() => harness.play());
        await until("playing", isPlayingFrom(20.5));
        const after = await until(
          "the end",
          ({ events }) => events.some(({ type }) => type === "ended"),
        );
        assertEquals(errorsOf(after), []);
        assertEquals(labels(after), ["216p", "144p"]);
        // The load itself, and one renewal where that might help.
        assertEquals(plays(), status === 403 ? 2 : 1);
      },
    );
    scene(
      `[W50] playkit: the best quality's ${what} answer ${status}: the others play, to the end`,
      async ({ kaltura, page, until }) => {
        kaltura.fail(path, status);
        await page.evaluate(() => harness.load("0_plain", 18));
        await page.evaluate(() => harness.play());
        const after = await until(
          "the end",
          ({ events }) => events.some(({ type }) => type === "ended"),
          25_000,
        );
        assertEquals(errorsOf(after), []);
        assert(after.frames.some((time) => time > 23.5));
      },
      "playkit",
    );
  }
}

scene(
  "[W50] a quality that is refused while it plays costs no picture",
  async ({ kaltura, page, until }) => {
    const release = kaltura.hold(/seg-([4-9]|1\d)\.ts/);
    await page.evaluate(() => harness.load("0_plain", 4));
    await page.evaluate(() => harness.play());
    const { qualities } = await until("playing", isPlayingFrom(4.5));
    const best = qualities.find(({ label }) => label === "288p")?.id ?? null;
    await page.evaluate((id) => harness.setQuality(id), best);
    kaltura.fail(/v288\/seg-([4-9]|1\d)\.ts/, 404);
    release();
    const after = await until("playing on", isPlayingFrom(10));
    assertEquals(errorsOf(after), []);
    assertEquals(after.quality, null);
    assertEquals(labels(after), ["216p", "144p"]);
  },
);

scene(
  "[W50] a quality whose permission alone was old comes back after one renewal",
  async ({ kaltura, page, until }) => {
    kaltura.fail(/v288\/seg-\d+\.ts/, 403, { times: 1 });
    await page.evaluate(() => harness.load("0_plain"));
    await page.evaluate(() => harness.play());
    const after = await until("best", ({ height }) => height === 288);
    assertEquals(errorsOf(after), []);
    assertEquals(labels(after), ["288p", "216p", "144p"]);
  },
);

scene(
  "[W7] [W50] every quality is refused until the video is loaded again: it goes on from its place",
  async ({ kaltura, page, until }) => {
    const late = /seg-([4-9]|1\d)\.ts/;
    const release = kaltura.hold(late);
    await page.evaluate(() => harness.load("0_plain", 2));
    const goOn = kaltura.hold(/playManifest/);
    kaltura.fail(late, 403);
    release();
    await page.evaluate(() => harness.play());
    const isMaster = ({ path }: { path: string }) =>
      path.includes("/playManifest/");
    await until(
      "loading again",
      () => kaltura.requests.filter(isMaster).length === 2,
    );
    kaltura.heal();
    goOn();
    const after = await until("playing on", isPlayingFrom(9));
    assertEquals(errorsOf(after), []);
    assert(Math.min(...after.frames) > 1.9, String(after.frames[0]));
    assertEquals(labels(after), ["288p", "216p", "144p"]);
    const count = (wanted: string) =>
      after.events.filter(({ type }) => type === wanted).length;
    assert(count("stalled") >= 1);
    assertEquals(count("resumed"), count("stalled"));
  },
);

scene(
  "[W50] the only quality that fits a small picture is missing: a larger one plays",
  async ({ kaltura, page, until }) => {
    await page.evaluate(() => {
      const stage = document.querySelector<HTMLElement>("body > div");
      if (stage) stage.style.cssText = "width:160px;height:90px";
    });
    kaltura.fail(/v144\//, 404);
    await page.evaluate(() => harness.load("0_plain"));
    await page.evaluate(() => harness.play());
    const after = await until("playing", isPlayingFrom(1));
    assertEquals(errorsOf(after), []);
    assert(after.height > 144);
  },
);

for (
  const [status, kind, plays] of [
    [403, "not_allowed", 2],
    [404, "not_found", 1],
  ] as const
) {
  for (const what of ["index.m3u8", "seg-"]) {
    scene(
      `[W50] every quality's ${what} answers ${status}: the viewer is told so within seconds`,
      async (stage) => {
        const { kaltura, page, until } = stage;
        const asked = countPlays(stage);
        kaltura.fail(new RegExp(`v\\d+/${what}`), status);
        await page.evaluate(() => void harness.load("0_plain"));
        const state = await until(
          "told",
          (now) => errorsOf(now).length > 0,
          10_000,
        );
        assertEquals(errorsOf(state).map((error) => error.kind), [kind]);
        assertEquals(asked(), plays);
      },
    );
    scene(
      `[W50] playkit: every quality's ${what} answers ${status}: the viewer is told so within seconds`,
      async (stage) => {
        const { kaltura, page, until } = stage;
        const asked = countPlays(stage);
        kaltura.fail(new RegExp(`v\\d+/${what}`), status);
        await page.evaluate(() => void harness.load("0_plain"));
        const state = await until(
          "told",
          (now) => errorsOf(now).length > 0,
          20_000,
        );
        assertEquals(errorsOf(state).map((error) => error.kind), [kind]);
        assertEquals(asked(), plays);
      },
      "playkit",
    );
  }
}

scene(
  "[W50] a sound that is missing costs that sound",
  async ({ kaltura, page, until }) => {
    kaltura.fail(/aen\//, 404);
    await page.evaluate(() => harness.load("0_sounds"));
    await page.evaluate(() => harness.play());
    const after = await until("playing", isPlayingFrom(1));
    assertEquals(errorsOf(after), []);
    assertEquals(after.audioTrack, "de Deutsch");
  },
);

for (
  const [entry, words] of [
    ["0_html", /a format that cannot be played/],
    ["0_huge", /a format that cannot be played/],
    ["0_astray", /a server that Cowatch is not set up for/],
  ] as const
) {
  scene(
    `[M13] ${entry} can never play: one request, and the viewer is told`,
    async ({ kaltura, page, until }) => {
      await page.evaluate((entry) => void harness.load(entry), entry);
      const state = await until(
        "told",
        (now) => errorsOf(now).length > 0,
        5000,
      );
      const [error] = errorsOf(state);
      assertEquals(error?.kind, "unsupported");
      assert(words.test(error?.message ?? ""), error?.message);
      const asked = kaltura.requests.filter(({ path }) =>
        path.includes("/playManifest/")
      );
      assertEquals(asked.length, 1);
    },
  );
}

/** Scenes that are played at once, each on a page of its own. Chosen: what two cores bear. */
const AT_ONCE = 3;

mediaTest("refused qualities of Kaltura's media", async (t) => {
  const browser = await launchChromium();
  const only = Deno.env.get("SCENE");
  const left = scenes.filter(({ name }) => !only || name.includes(only));
  async function playOn() {
    for (let next = left.shift(); next; next = left.shift()) {
      const { name, act, engine } = next;
      await t.step({
        name,
        fn: () => onStage(browser, engine, act),
        // Steps at once cannot be told apart by what they leave.
        sanitizeOps: false,
        sanitizeResources: false,
        sanitizeExit: false,
      });
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, playOn));
  } finally {
    await browser.close();
  }
});
