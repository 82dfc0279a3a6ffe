import { assert, assertEquals } from "@std/assert";
import { broadcastMaster, broadcastPlaylist } from "./sample_broadcast.ts";

const NOW_MS = Date.UTC(2026, 10, 25, 12);

function tag(playlist: string, name: string): number {
  return Number(new RegExp(`^#${name}:(\\d+)`, "m").exec(playlist)?.[1]);
}

Deno.test("[T3] the built-in broadcast offers what is complete, dated, in two minutes", () => {
  const playlist = broadcastPlaylist(NOW_MS);
  const dates = [...playlist.matchAll(/DATE-TIME:(.*)/g)]
    .map(([, date]) => Date.parse(date ?? ""));
  assertEquals(dates.length, 30);
  assertEquals(dates.at(-1), NOW_MS - 4000);
  assert(
    dates.every((date, i) => i === 0 || date - (dates[i - 1] ?? 0) === 4000),
  );
  assert(!playlist.includes("ENDLIST"));
  assert(broadcastMaster().includes("\nv0.m3u8\n"));
});

Deno.test("[T3] its numbers go on as the window moves, rounds included", () => {
  let discontinuities = 0;
  let before = broadcastPlaylist(NOW_MS);
  for (let n = 1; n <= 40; n++) {
    const next = broadcastPlaylist(NOW_MS + n * 4000);
    assertEquals(
      tag(next, "EXT-X-MEDIA-SEQUENCE"),
      tag(before, "EXT-X-MEDIA-SEQUENCE") + 1,
    );
    const [, gone = ""] = before.split("MAP", 2);
    const left = gone.slice(0, gone.indexOf("#EXTINF"))
      .includes("#EXT-X-DISCONTINUITY\n");
    if (left) discontinuities++;
    assertEquals(
      tag(next, "EXT-X-DISCONTINUITY-SEQUENCE"),
      tag(before, "EXT-X-DISCONTINUITY-SEQUENCE") + (left ? 1 : 0),
    );
    before = next;
  }
  assert(discontinuities >= 2);
});

Deno.test("[T3] its segments are files", async () => {
  for (const [uri] of broadcastPlaylist(NOW_MS).matchAll(/\.\.\/[\w/.-]+/g)) {
    const file = new URL(
      uri,
      new URL("../../../static/samples/x/", import.meta.url),
    );
    await Deno.stat(file);
  }
});
