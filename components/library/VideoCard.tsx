import type { Video } from "../../lib/shared/video/video.ts";
import {
  type Entry,
  lengthWords,
} from "../../lib/shared/video/video_length.ts";
import { Button } from "../Button.tsx";
import { Icon } from "../Icon.tsx";
import { Picture } from "../Picture.tsx";

/** Props of {@linkcode VideoCard}. */
export interface VideoCardProps {
  video: Video & Entry;
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
  const length = lengthWords(video, locale);
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
          <Picture kind={video.kind} url={video.thumbnailUrl} />
          {length.shown !== null && (
            <span class="card-time" aria-hidden="true">{length.shown}</span>
          )}
        </span>
        <span class="card-text">
          <bdi class="card-title">{video.title}</bdi>
          <span class="hidden">, {length.spoken}</span>
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
