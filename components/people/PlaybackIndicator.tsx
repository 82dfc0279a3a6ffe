import { formatMoment, formatPlace } from "../../lib/shared/format.ts";
import { MAX_MEDIA_S } from "../../lib/shared/limits.ts";
import type { UserPresence } from "../../lib/shared/room/presence.ts";
import { t } from "../../lib/shared/texts.ts";
import { Icon } from "../Icon.tsx";

interface PlaybackIndicatorProps {
  state: NonNullable<UserPresence["playbackState"]>;
  /** How times are written. */
  locale: string;
}

/** Whether a person's video runs, and where it is: `Playing at 01:05`. */
export function PlaybackIndicator(
  { state: { isPlaying, currentTime }, locale }: PlaybackIndicatorProps,
) {
  // No film is that long: it is a moment of a broadcast.
  const place = currentTime > MAX_MEDIA_S
    ? formatMoment(currentTime, locale)
    : formatPlace(currentTime, locale);
  const text = t().time[isPlaying ? "playingAt" : "pausedAt"]({ place });
  return (
    <span class="playback-indicator" title={text}>
      <Icon name={isPlaying ? "play" : "pause"} />
      <span class="hidden">{text}</span>
    </span>
  );
}
