import type { QueueItem } from "../../lib/shared/room/protocol.ts";
import { lengthWords } from "../../lib/shared/video/video_length.ts";
import { Button } from "../Button.tsx";

/** Props of {@linkcode QueueEntry}. */
export interface QueueEntryProps {
  item: QueueItem;
  /** Who suggested it, after "from". */
  by: string;
  mayControl: boolean;
  mayRemove: boolean;
  isFirst: boolean;
  /** How times are written. */
  locale: string;
  onPlay: () => void;
  onRaise: () => void;
  onRemove: () => void;
}

/** One video that waits for its turn. */
export function QueueEntry(props: QueueEntryProps) {
  const { item: { video }, by, mayControl, mayRemove, isFirst, locale } = props;
  const { shown: length } = lengthWords(video, locale);
  return (
    <li class="queue-entry">
      <div class="queue-text">
        <p class="queue-title">
          <bdi title={video.title}>{video.title}</bdi>
        </p>
        <p class="hint">
          {length !== null && `${length} · `}from <bdi>{by}</bdi>
        </p>
      </div>
      {mayControl && (
        <Button
          look="quiet"
          icon="play"
          label={`Play now: ${video.title}`}
          onClick={props.onPlay}
        />
      )}
      {mayControl && !isFirst && (
        <Button
          look="quiet"
          icon="up"
          label={`Earlier: ${video.title}`}
          onClick={props.onRaise}
        />
      )}
      {mayRemove && (
        <Button
          look="quiet"
          icon="cross"
          label={`Take off the list: ${video.title}`}
          onClick={props.onRemove}
        />
      )}
    </li>
  );
}
