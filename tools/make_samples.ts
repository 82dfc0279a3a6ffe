/**
 * Makes the sample videos in `static/samples/`: two that count frames, and a
 * short film (tools/film).
 *
 * Run: `deno task samples [id…] [--counter]`; all of them without an id.
 * `--counter` writes its number into each frame of the film too. Needs ffmpeg
 * with libx264, the DejaVu fonts, and Chromium for the film, which takes
 * minutes.
 * @module
 */
import { renderFilm } from "./film/render.ts";
import { FILM_S } from "./film/times.ts";
import { FILM_CAPTIONS } from "./film/words.ts";
import { type CaptionTrack, writeCaptions } from "./samples/captions.ts";
import {
  countdownCaptions,
  type Counting,
  countingSource,
} from "./samples/countdown.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { type Cut, cutHls, type Source } from "./samples/ffmpeg.ts";

helpIfAsked(import.meta);

interface Sample {
  /** Reads or paints what it is made from; a folder for what is only needed meanwhile. */
  source: (folder: string) => Promise<Source>;
  cut: Cut;
  captions?: readonly CaptionTrack[];
}

const ROOT = new URL("../static/samples/", import.meta.url).pathname;

const SAMPLES: Readonly<Record<string, Sample>> = {
  "sample-countdown": {
    ...counting({
      title: "Countdown",
      duration: 60,
      background: "0x1b1f3a",
      accent: "0xffb454",
      baseHz: 220,
    }),
    captions: countdownCaptions(60),
  },
  "sample-orbit": {
    source: filmSource,
    cut: {
      duration: FILM_S,
      renditions: [
        { height: 540, crf: 33, sound: { channels: 2, bitrate: "40k" } },
        { height: 270, crf: 36, sound: { channels: 1, bitrate: "24k" } },
      ],
      // More bits for the dark, where gradients would band.
      x264: "aq-mode=3:aq-strength=0.8",
      // The lamp is lit, and the sky still has colours.
      posterS: 9,
    },
    captions: FILM_CAPTIONS,
  },
  "sample-tide": counting({
    title: "Tide",
    duration: 150,
    background: "0x331a2e",
    accent: "0xff8fa3",
    baseHz: 196,
  }),
};

function counting(look: Counting): Sample {
  return {
    source: () => countingSource(look),
    cut: {
      duration: look.duration,
      renditions: [
        { height: 360, crf: 33, sound: { channels: 1, bitrate: "32k" } },
      ],
      posterS: 21,
    },
  };
}

async function filmSource(folder: string): Promise<Source> {
  const { picture, sound } = await renderFilm(folder, {
    hasCounter: Deno.args.includes("--counter"),
  });
  return { inputs: ["-i", picture, "-i", sound], graph: "[0:v]null[picture]" };
}

async function make(id: string, sample: Sample): Promise<void> {
  const { source, cut, captions } = sample;
  const folder = `${ROOT}${id}`;
  const meanwhile = await Deno.makeTempDir();
  try {
    const made = await source(meanwhile);
    await Deno.remove(folder, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
    await Deno.mkdir(folder, { recursive: true });
    await cutHls(folder, made, cut);
    if (captions) {
      await writeCaptions(folder, { duration: cut.duration, tracks: captions });
    }
  } finally {
    await Deno.remove(meanwhile, { recursive: true });
  }
}

const wanted = Deno.args.filter((arg) => !arg.startsWith("--"));
for (const id of wanted) {
  if (!(id in SAMPLES)) throw new Error(`There is no sample ${id}`);
}
await Promise.all(
  Object.entries(SAMPLES)
    .filter(([id]) => wanted.length === 0 || wanted.includes(id))
    .map(([id, sample]) => make(id, sample)),
);
