/**
 * What this viewer reports of the media that is here.
 * @module
 */
import type { MediaReport } from "../../shared/room/protocol.ts";
import type { Player } from "../player/player.ts";

/**
 * What a player finds its media to be, dated in room time.
 * @param videoId The video that is loaded; `null`: none.
 * @param options `roomNowMs`: `null` before the clock is known.
 * @returns `null` while there is nothing to report.
 */
export function mediaReport(
  videoId: string | null,
  { player, roomNowMs }: {
    player: Pick<Player, "found">;
    roomNowMs: number | null;
  },
): MediaReport | null {
  const found = videoId === null ? null : player.found();
  if (!found || videoId === null || roomNowMs === null) return null;
  if (found.kind === "recorded") return { videoId, media: found };
  const { atMs, ...media } = found;
  const at = roomNowMs + atMs - performance.now();
  return { videoId, media: { ...media, at } };
}
