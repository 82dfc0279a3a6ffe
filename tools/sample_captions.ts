/**
 * Captions of a sample: what is left of it, told each second, in two languages,
 * so that one can see captions keep to the picture.
 * @module
 */

/** One language. */
interface Language {
  tag: string;
  name: string;
  /** What is told when `leftS` whole seconds are left. */
  say(leftS: number): string;
}

const LANGUAGES: Language[] = [
  {
    tag: "en",
    name: "English",
    say: (leftS) => leftS === 1 ? "1 second to go" : `${leftS} seconds to go`,
  },
  {
    tag: "es",
    name: "Español",
    say: (leftS) =>
      leftS === 1 ? "Queda 1 segundo" : `Quedan ${leftS} segundos`,
  },
];
const GROUP = "captions";

/**
 * Writes captions beside a sample's playlists and names them in its master.
 * @param folder Where `master.m3u8` is.
 * @param duration Whole seconds, less than an hour.
 */
export async function writeCaptions(
  folder: string,
  duration: number,
): Promise<void> {
  for (const { tag, say } of LANGUAGES) {
    const cues = Array.from(
      { length: duration },
      (_, s) => `${stamp(s)} --> ${stamp(s + 1)}\n${say(duration - s)}\n`,
    );
    await Deno.writeTextFile(
      `${folder}/captions_${tag}.vtt`,
      ["WEBVTT\n", ...cues].join("\n"),
    );
    await Deno.writeTextFile(
      `${folder}/captions_${tag}.m3u8`,
      [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        `#EXT-X-TARGETDURATION:${duration}`,
        "#EXT-X-PLAYLIST-TYPE:VOD",
        `#EXTINF:${duration},`,
        `captions_${tag}.vtt`,
        "#EXT-X-ENDLIST",
        "",
      ].join("\n"),
    );
  }
  const master = `${folder}/master.m3u8`;
  const [head, version, ...rest] = (await Deno.readTextFile(master))
    .split("\n");
  const media = LANGUAGES.map(({ tag, name }) =>
    `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="${GROUP}",NAME="${name}",` +
    `LANGUAGE="${tag}",DEFAULT=NO,AUTOSELECT=YES,URI="captions_${tag}.m3u8"`
  );
  const streams = rest.map((line) =>
    line.startsWith("#EXT-X-STREAM-INF:")
      ? `${line},SUBTITLES="${GROUP}"`
      : line
  );
  await Deno.writeTextFile(
    master,
    [head, version, ...media, ...streams].join("\n"),
  );
}

function stamp(s: number): string {
  const pad = (n: number) => String(n).padStart(2, "0");
  return `00:${pad(Math.floor(s / 60))}:${pad(s % 60)}.000`;
}
