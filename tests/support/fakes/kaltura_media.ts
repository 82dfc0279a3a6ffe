/**
 * Media for the fake Kaltura, made by ffmpeg: 24 seconds of MPEG-TS in
 * three renditions, the same picture without sound, and two sounds for it.
 * @module
 */

/** Length of the media, s. */
export const MEDIA_DURATION_S = 24;
/** Length of a segment, s. */
export const SEGMENT_S = 2;
/** Heights of the renditions, pixels, best first. */
export const HEIGHTS = [288, 216, 144] as const;
/** Bit rates that the master playlist states, bit/s. */
export const BANDWIDTHS: Record<number, number> = {
  288: 900_000,
  216: 450_000,
  144: 200_000,
};
/** Tone of each sound, Hz. */
const TONES = { en: 440, de: 880 };

/** Bytes of each segment of each stream, by name: `v288` (with sound), `p288` (picture only), `aen`, `ade` (sound only), `w144` (`v144`, whose MPEG time starts over on the way). */
export type KalturaMedia = ReadonlyMap<
  string,
  readonly Uint8Array<ArrayBuffer>[]
>;

/** Name of the stream whose MPEG time starts over on the way. */
const WRAPPING = "w144";
/** What its clock is ahead, s: MPEG time ends at 95,443.7. */
const WRAPPING_OFFSET_S = 95_438;

let made: Promise<KalturaMedia> | undefined;

/** Makes the media once per process. @throws {Error} Without ffmpeg. */
export function kalturaMedia(): Promise<KalturaMedia> {
  return made ??= make();
}

async function make(): Promise<KalturaMedia> {
  const folder = await Deno.makeTempDir({ prefix: "cowatch-media-" });
  try {
    await encode(folder);
    const names = [
      ...HEIGHTS.map((height) => `v${height}`),
      ...HEIGHTS.map((height) => `p${height}`),
      ...Object.keys(TONES).map((language) => `a${language}`),
      WRAPPING,
    ];
    return new Map(
      await Promise.all(
        names.map(async (name) =>
          [name, await segments(folder, name)] as const
        ),
      ),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function segments(folder: string, name: string) {
  const count = MEDIA_DURATION_S / SEGMENT_S;
  return await Promise.all(
    Array.from(
      { length: count },
      (_, i) => Deno.readFile(`${folder}/${name}_${i}.ts`),
    ),
  );
}

async function encode(folder: string): Promise<void> {
  const hls = `-t ${MEDIA_DURATION_S} -f hls -hls_time ${SEGMENT_S} ` +
    "-hls_playlist_type vod -hls_segment_type mpegts -hls_segment_filename";
  const output = (name: string) => [
    ...hls.split(" "),
    `${folder}/${name}_%d.ts`,
    `${folder}/${name}.m3u8`,
  ];
  const video = "-c:v libx264 -preset ultrafast -crf 32 -pix_fmt yuv420p " +
    "-g 50 -keyint_min 50 -sc_threshold 0 -bf 0";
  const audio = "-c:a aac -b:a 48k -ac 1";
  const [best] = HEIGHTS;
  await ffmpeg([
    ...`-f lavfi -i testsrc2=s=${best * 16 / 9}x${best}:r=25`.split(" "),
    ...Object.values(TONES).flatMap((hz) =>
      `-f lavfi -i sine=frequency=${hz}:sample_rate=44100`.split(" ")
    ),
    ...HEIGHTS.flatMap((height) => [
      ...`-map 0:v -vf scale=-2:${height} ${video}`.split(" "),
      ...`-map 1:a ${audio}`.split(" "),
      ...output(`v${height}`),
    ]),
    ...Object.keys(TONES).flatMap((language, i) => [
      ...`-map ${i + 1}:a ${audio}`.split(" "),
      ...output(`a${language}`),
    ]),
  ]);
  await ffmpeg([
    ...HEIGHTS.flatMap((height) => ["-i", `${folder}/v${height}.m3u8`]),
    // The same clock as the sounds have.
    "-copyts",
    ...HEIGHTS.flatMap((height, i) => [
      ...`-map ${i}:v -c copy -muxdelay 0`.split(" "),
      ...output(`p${height}`),
    ]),
  ]);
  await wrap(folder, output(WRAPPING));
}

/** Puts a stream on a clock that ends on the way. */
async function wrap(folder: string, output: string[]): Promise<void> {
  await ffmpeg([
    "-i",
    `${folder}/v144.m3u8`,
    ...`-map 0 -c copy -muxdelay 0 -muxpreload 0`.split(" "),
    ...`-output_ts_offset ${WRAPPING_OFFSET_S}`.split(" "),
    ...output,
  ]);
}

async function ffmpeg(args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("ffmpeg", {
    args: ["-v", "error", ...args],
  }).output();
  if (!success) {
    throw new Error(`Cannot make media: ${new TextDecoder().decode(stderr)}`);
  }
}
