import { formatTime, speakTime } from "../lib/shared/format.ts";
import type { Video } from "../lib/shared/video.ts";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";

/** Props of {@linkcode VideoCard}. */
export interface VideoCardProps {
  video: Video;
  /** Whether the room shows it now. */
  isCurrent: boolean;
  /** Whether it is on the list already. */
  isQueued: boolean;
  /** Whether this person may not put it on. */
  disabled: boolean;
  /** How times are written. */
  locale: string;
  onPick: () => void;
  onSuggest: () => void;
}

/** One video of the library: a button that loads it, and one that puts it on the list. */
export function VideoCard(
  props: VideoCardProps,
) {
  const { video, isCurrent, isQueued, disabled, locale } = props;
  return (
    <div class="card-row">
      <button
        type="button"
        class="card"
        disabled={disabled}
        aria-current={isCurrent ? "true" : undefined}
        onClick={props.onPick}
      >
        <span class="card-picture">
          <Icon name="film" />
          {video.thumbnailUrl && (
            <img src={video.thumbnailUrl} alt="" loading="lazy" />
          )}
          <span class="card-time" aria-hidden="true">
            {formatTime(video.duration, locale)}
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
      <Button
        look="quiet"
        icon={isQueued ? "check" : "plus"}
        label={isQueued
          ? `On the list: ${video.title}`
          : `${disabled ? "Suggest" : "Play later"}: ${video.title}`}
        aria-disabled={isQueued}
        onClick={isQueued ? undefined : props.onSuggest}
      />
    </div>
  );
}
