/**
 * Captions beside a sample's pictures, as WebVTT in HLS.
 * @module
 */

/** Captions in one language. */
export interface CaptionTrack {
  /** BCP 47 tag of the language, and its own name for itself. */
  tag: string;
  name: string;
  /** In order; times in s. */
  cues: readonly { from: number; to: number; text: string }[];
}

const GROUP = "captions";

/**
 * Writes captions beside a sample's playlists and names them in its master.
 * @param folder Where `master.m3u8` is.
 * @param options `duration`: s, less than an hour.
 */
export async function writeCaptions(
  folder: string,
  { duration, tracks }: {
    duration: number;
    tracks: readonly CaptionTrack[];
  },
): Promise<void> {
  for (const { tag, cues } of tracks) {
    await Deno.writeTextFile(
      `${folder}/captions_${tag}.vtt`,
      [
        "WEBVTT\n",
        ...cues.map(({ from, to, text }) =>
          `${stamp(from)} --> ${stamp(to)}\n${text}\n`
        ),
      ].join("\n"),
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
  const media = tracks.map(({ tag, name }) =>
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

function stamp(seconds: number): string {
  const pad = (n: number, digits = 2) => String(n).padStart(digits, "0");
  const ms = Math.round(seconds * 1000);
  const s = Math.floor(ms / 1000);
  return `00:${pad(Math.floor(s / 60))}:${pad(s % 60)}.${pad(ms % 1000, 3)}`;
}
