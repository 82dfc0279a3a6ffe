/** Captions that tell the time in odd ways, through the real media routes. */
import { assertEquals } from "@std/assert";
import { launchChromium, mediaTest } from "../support/browser.ts";
import { ODD_CAPTIONS } from "../support/fakes/odd_captions.ts";
import type { Harness } from "./page.ts";
import { onStage, type Stage } from "./stage.ts";

declare const harness: Harness;

/** Places in every piece of captions, before and after each break of the clock, s. */
const PLACES = [1.4, 5.3, 6.4, 11.4, 12.4, 17.4, 21.4, 3.4];

async function shows({ page, until }: Stage, language: string, place: number) {
  await page.evaluate((place) => harness.seek(place), place);
  // Those of the former place stay until the picture has changed.
  const said = `<v Ann>${language} ${Math.floor(place)}</v>`;
  const { cues } = await until(
    `${said} at ${place}`,
    ({ time, cues }) => Math.abs(time - place) < 0.1 && cues.includes(said),
  );
  assertEquals(cues, [said]);
}

mediaTest("[W32] captions lie where they belong", async (t) => {
  const browser = await launchChromium();
  try {
    for (const entry of Object.keys(ODD_CAPTIONS)) {
      await t.step(
        `${entry}: everywhere, in both languages`,
        () =>
          onStage(browser, "hls", async (stage) => {
            const { page, until } = stage;
            // Who joins late begins in the middle.
            await page.evaluate((entry) => harness.load(entry, 12.2), entry);
            const { captionTracks: tracks } = await until(
              "tracks",
              (s) => s.captionTracks.length === 2 && s.sample !== null,
            );
            const choose = (n: number) =>
              page.evaluate(
                (id) => harness.setCaptionTrack(id),
                tracks[n]?.id ?? "",
              );
            await choose(0);
            await shows(stage, "en", 12.4);
            for (const place of PLACES) await shows(stage, "en", place);
            await choose(1);
            await shows(stage, "ar", 3.4);
            await shows(stage, "ar", 18.4);
            await page.evaluate(() => harness.setRate(1.5));
            await page.evaluate(() => harness.play());
            await until("captions at another pace", ({ time, cues }) =>
              time > 20 && cues.join() === `<v Ann>ar ${Math.floor(time)}</v>`);
          }),
      );
    }
    await t.step(
      "[W34] a piece that is missing holds up no other",
      () =>
        onStage(browser, "hls", async (stage) => {
          const { page, until, kaltura } = stage;
          kaltura.fail(/segmentIndex\/0\.vtt/, 404);
          kaltura.fail(/segmentIndex\/1\.vtt/, 503);
          await page.evaluate(() => harness.load("0_captions-video", 2));
          const { captionTracks: tracks } = await until(
            "tracks",
            (s) => s.captionTracks.length === 2,
          );
          const id = tracks[0]?.id ?? "";
          await page.evaluate((id) => harness.setCaptionTrack(id), id);
          await shows(stage, "en", 13.4);
          kaltura.heal();
          await shows(stage, "en", 7.4);
        }),
    );
    for (const engine of ["hls", "native"] as const) {
      await t.step(
        `[W34] files where the manifest has none: ${engine}`,
        () =>
          onStage(browser, engine, async ({ page, until }) => {
            await page.evaluate(() =>
              harness.load("0_mp4", 3, [
                { url: "/captions.vtt", language: "en", label: "" },
                { url: "/none.vtt", language: "de", label: "Deutsch" },
              ])
            );
            const { captionTracks: tracks } = await until(
              "tracks",
              (s) => s.captionTracks.length > 0,
            );
            assertEquals(
              tracks.map(({ label }) => label),
              ["en", "Deutsch"],
            );
            const [first] = tracks;
            await page.evaluate(
              (id) => harness.setCaptionTrack(id),
              first?.id ?? "",
            );
            await page.evaluate(() => harness.seek(7.3));
            const seen = await until("captions", (s) => s.cues[0] === "file 7");
            assertEquals([seen.captionTrack, seen.cues.length], [first?.id, 1]);
            await page.evaluate(() => harness.setCaptionTrack(null));
            await until("none", (s) => s.cues.length === 0);
          }),
      );
    }
    await t.step(
      "[W34] but not where it has some",
      () =>
        onStage(browser, "hls", async ({ page, until }) => {
          await page.evaluate(() =>
            harness.load("0_plain", 3, [
              { url: "/captions.vtt", language: "fr", label: "" },
            ])
          );
          const { captionTracks: tracks } = await until("tracks", (s) =>
            s.captionTracks.length > 0);
          assertEquals(
            tracks.map(({ language }) =>
              language
            ),
            ["en", "de"],
          );
        }),
    );
  } finally {
    await browser.close();
  }
});
