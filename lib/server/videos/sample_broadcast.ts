/**
 * The built-in broadcast of a development start: the countdown, over and over,
 * by the wall clock. Everyone who asks at one time gets the same playlist.
 * @module
 */

/** Length of a segment, s, and how many make the film. Source: `static/samples/sample-countdown/v0.m3u8`. */
const SEGMENT_S = 4;
const SEGMENTS = 15;
/** When it began, ms since epoch; numbers stay small that way. */
const BEGAN_MS = Date.UTC(2026, 0, 1);
/** How far back one can go, in segments. Chosen: two minutes, enough to try it. */
const WINDOW = 30;

/** Its master playlist. */
export function broadcastMaster(): string {
  return [
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    '#EXT-X-STREAM-INF:BANDWIDTH=86974,RESOLUTION=640x360,CODECS="avc1.4d401f,mp4a.40.2"',
    "v0.m3u8",
    "",
  ].join("\n");
}

/** Its playlist at a wall clock time, ms since epoch. A segment is on offer when it is complete. */
export function broadcastPlaylist(nowMs: number): string {
  const end = Math.floor((nowMs - BEGAN_MS) / 1000 / SEGMENT_S);
  const first = end - WINDOW;
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    `#EXT-X-TARGETDURATION:${SEGMENT_S}`,
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    // As many as have left the window: one before each round.
    `#EXT-X-DISCONTINUITY-SEQUENCE:${Math.ceil(first / SEGMENTS)}`,
    '#EXT-X-MAP:URI="../sample-countdown/init_0.mp4"',
  ];
  for (let n = first; n < end; n++) {
    const index = n % SEGMENTS;
    if (index === 0) lines.push("#EXT-X-DISCONTINUITY");
    const date = new Date(BEGAN_MS + n * SEGMENT_S * 1000).toISOString();
    lines.push(
      `#EXT-X-PROGRAM-DATE-TIME:${date}`,
      `#EXTINF:${SEGMENT_S}.000,`,
      `../sample-countdown/v0_${String(index).padStart(3, "0")}.m4s`,
    );
  }
  return [...lines, ""].join("\n");
}
