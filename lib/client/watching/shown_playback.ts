/**
 * What the transport controls show of a player that follows the room.
 * @module
 */
import { endOf } from "../../shared/room/extent.ts";
import type { Playback } from "../model/screen.ts";
import type { Player } from "../player/player.ts";
import { type Followed, liveOf, placeOf } from "./followed.ts";
import type { SyncReport } from "./sync_report.ts";

/** How far before its first buffered second a place may lie, s. Chosen: a frame or two of rounding. */
const BUFFER_SLACK_S = 0.1;

/** What is shown now. @param options `roomNowMs`: `null` before the clock is known. */
export function playbackOf(
  followed: Followed | null,
  { player, report, roomNowMs }: {
    player: Pick<Player, "sample" | "buffered">;
    report: Pick<SyncReport, "away" | "status">;
    roomNowMs: number | null;
  },
): Playback {
  const { timeline, on } = followed ?? {};
  const { away, status } = report;
  const sample = player.sample();
  const position = sample?.mediaTime ??
    (followed ? placeOf(followed, roomNowMs) : 0);
  const range = player.buffered().find(({ start, end }) =>
    start <= position + BUFFER_SLACK_S && position < end
  );
  const live = on ? liveOf(on, roomNowMs) : null;
  return {
    position,
    duration: on ? endOf(on) ?? 0 : 0,
    ...(live ? { live } : {}),
    playing: timeline?.playing ?? false,
    // Nobody waits for a picture that is not to move.
    buffering: away === null &&
      (status === "loading" || (sample?.buffering ?? false)),
    bufferedTo: range?.end ?? position,
  };
}
