/**
 * A short moving picture for README.md, of the page itself: somebody presses
 * play, Benny comes late and slides in on the sync line, people react. Each
 * frame is put together by itself, so that it is the same on any machine.
 * @module
 */
import type { Browser } from "playwright-core";
import type { ShownReaction } from "@/lib/client/model/reactions.ts";
import { openGallery } from "./gallery.ts";

/** Frames in a second. Chosen: what moves is seen to move. */
const RATE = 8;
const LENGTH_S = 7;
/** Width of the picture, px. Chosen: words of the bar can be read. */
const WIDTH = 720;
/** Quality, of 100. Chosen: under 1.5 MB. */
const QUALITY = 65;
/** When the film begins, when Benny comes, and when he is with the others, s. */
const [PLAY_S, LATE_S, TOGETHER_S] = [0.75, 2, 5];
/** How far behind Benny begins, ms. */
const LATE_MS = 6000;
/** How long a reaction floats, s. Source: lib/client/room/reactions.ts. */
const FLOATS_S = 3;

const REACTIONS: readonly (ShownReaction & { fromS: number })[] = [
  { id: 1, by: "ben", kind: "party", fromS: 5 },
  { id: 2, by: "ada", kind: "heart", fromS: 5.4 },
  { id: 4, by: "m2", kind: "clap", fromS: 5.7 },
];

/** Makes the picture. Needs ffmpeg, and a font with emoji (Debian: fonts-noto-color-emoji). */
export async function animate(browser: Browser, path: string): Promise<void> {
  await using gallery = await openGallery(browser, { isMoving: true });
  await gallery.show({ state: "eight-people", layout: "desktop" });
  const child = new Deno.Command("ffmpeg", {
    args: [
      ...["-v", "error", "-y", "-f", "image2pipe", "-c:v", "png"],
      ...["-framerate", String(RATE), "-i", "-"],
      ...["-vf", `scale=${WIDTH}:-2:flags=lanczos`],
      ...["-c:v", "libwebp_anim", "-quality", String(QUALITY), "-loop", "0"],
      ...["-compression_level", "6", "-bitexact", path],
    ],
    stdin: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  for (let frame = 0; frame < LENGTH_S * RATE; frame++) {
    await gallery.move(momentAt(frame / RATE));
    await input.write(new Uint8Array(await gallery.page.screenshot()));
  }
  await input.close();
  const { success } = await child.status;
  if (!success) throw new Error(`ffmpeg could not write ${path}`);
}

function momentAt(atS: number) {
  return {
    atS: Math.max(0, atS - PLAY_S),
    playing: atS >= PLAY_S,
    driftMs: driftAt(atS),
    reactions: REACTIONS.filter(({ fromS }) =>
      atS >= fromS && atS < fromS + FLOATS_S
    ).map(({ fromS: _fromS, ...shown }) => shown),
  };
}

/** Benny's way: together with the others, late, and back. */
function driftAt(atS: number): number {
  if (atS < LATE_S || atS >= TOGETHER_S) return 4;
  const left = (TOGETHER_S - atS) / (TOGETHER_S - LATE_S);
  return -LATE_MS * left ** 2;
}
