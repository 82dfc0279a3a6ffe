import { formatPlace } from "../lib/shared/format.ts";
import type { UserPresence } from "../lib/shared/presence.ts";
import { Icon } from "./Icon.tsx";

/** Props of {@linkcode PlaybackIndicator}. */
export interface PlaybackIndicatorProps {
  state: NonNullable<UserPresence["playbackState"]>;
  /** How times are written. */
  locale: string;
}

/** Whether a person's video runs, and where it is: `Playing at 01:05`. */
export function PlaybackIndicator(
  { state: { isPlaying, currentTime }, locale }: PlaybackIndicatorProps,
) {
  const word = isPlaying ? "Playing" : "Paused";
  const text = `${word} at ${formatPlace(currentTime, locale)}`;
  return (
    <span class="playback-indicator" title={text}>
      <Icon name={isPlaying ? "play" : "pause"} />
      <span class="hidden">{text}</span>
    </span>
  );
}
