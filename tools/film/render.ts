/**
 * Makes the film of its parts: pictures that Chromium paints, and the music.
 * @module
 */
import { bundle } from "../../tests/support/bundle.ts";
import { launchChromium } from "../../tests/support/browser.ts";
import { compose, toWav } from "./music.ts";
import { FPS } from "../samples/ffmpeg.ts";
import { FILM_S } from "./times.ts";

declare const frameAt: (n: number, hasCounter: boolean) => Promise<string>;

/** The film before it is cut into segments. */
interface Film {
  /** A file with pictures only, nearly without loss. */
  picture: string;
  /** A WAV file. */
  sound: string;
}

/**
 * Paints and composes the film; takes minutes.
 * @param folder Where its files go.
 * @param options `hasCounter`: each frame shows its number.
 * @throws {Error} Without Chromium or ffmpeg, or when one of them fails.
 */
export async function renderFilm(
  folder: string,
  { hasCounter }: { hasCounter: boolean },
): Promise<Film> {
  const film = { picture: `${folder}/film.mkv`, sound: `${folder}/film.wav` };
  await Deno.writeFile(film.sound, toWav(compose()));
  const ffmpeg = new Deno.Command("ffmpeg", {
    args: [
      ...["-v", "error", "-y", "-f", "image2pipe", "-c:v", "mjpeg"],
      ...["-framerate", String(FPS), "-i", "-"],
      ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "8"],
      film.picture,
    ],
    stdin: "piped",
  }).spawn();
  const pictures = ffmpeg.stdin.getWriter();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({
      content: await bundle(new URL("./film.ts", import.meta.url)),
    });
    for (let n = 0; n < FILM_S * FPS; n++) {
      const jpeg = await page.evaluate(
        ([n, hasCounter]) => frameAt(n, hasCounter),
        [n, hasCounter] as const,
      );
      await pictures.write(Uint8Array.from(atob(jpeg), (c) => c.charCodeAt(0)));
    }
    await pictures.close();
  } finally {
    await browser.close();
  }
  const { success } = await ffmpeg.status;
  if (!success) throw new Error("ffmpeg could not keep the pictures");
  return film;
}
