import { formatTime, speakTime } from "../lib/shared/format.ts";
import type { Video } from "../lib/shared/video.ts";
import { Icon } from "./Icon.tsx";

/** Props of {@linkcode VideoCard}. */
export interface VideoCardProps {
  video: Video;
  /** Whether the room shows it now. */
  isCurrent: boolean;
  disabled: boolean;
  onPick: () => void;
}

/** One video of the library: a button that loads it. */
export function VideoCard(
  { video, isCurrent, disabled, onPick }: VideoCardProps,
) {
  return (
    <button
      type="button"
      class="card"
      disabled={disabled}
      aria-current={isCurrent ? "true" : undefined}
      onClick={onPick}
    >
      <span class="card-picture">
        <Icon name="film" />
        {video.thumbnailUrl && (
          <img src={video.thumbnailUrl} alt="" loading="lazy" />
        )}
        <span class="card-time" aria-hidden="true">
          {formatTime(video.duration)}
        </span>
      </span>
      <span class="card-text">
        <bdi class="card-title">{video.title}</bdi>
        <span class="hidden">, {speakTime(video.duration)}</span>
        {isCurrent && (
          <span class="card-now">
            <Icon name="play" /> On now
          </span>
        )}
      </span>
    </button>
  );
}
