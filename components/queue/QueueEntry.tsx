import type { QueueItem } from "../../lib/shared/room/protocol.ts";
import { t } from "../../lib/shared/texts.ts";
import { lengthWords } from "../../lib/shared/video/video_length.ts";
import { Button } from "../Button.tsx";
import { Picture } from "../Picture.tsx";
import { withElements } from "../with_elements.ts";

interface QueueEntryProps {
  item: QueueItem;
  /** Who suggested it; `null`: oneself. */
  by: string | null;
  mayControl: boolean;
  mayRemove: boolean;
  votes: number;
  /** Whether this person has voted for it. */
  hasVoted: boolean;
  /** From 0. */
  place: { index: number; of: number };
  /** How times are written. */
  locale: string;
  isDragged: boolean;
  onPlay: () => void;
  /** @param by Places: negative is earlier. */
  onMove: (by: number) => void;
  onRemove: () => void;
  onVote: (isFor: boolean) => void;
  /** Somebody takes hold of it, or lets go. */
  onDrag: (isHeld: boolean) => void;
  /** What is dragged is dropped on it. */
  onDrop: () => void;
}

/** One video that waits for its turn. */
export function QueueEntry(props: QueueEntryProps) {
  const { item: { video }, by, mayControl, mayRemove, place, locale } = props;
  const { votes, hasVoted } = props;
  const { title } = video;
  const { shown: length } = lengthWords(video, locale);
  return (
    <li
      class={`queue-entry${props.isDragged ? " queue-dragged" : ""}`}
      draggable={mayControl}
      title={mayControl ? t().queue.drag : undefined}
      onDragStart={() => props.onDrag(true)}
      onDragEnd={() => props.onDrag(false)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        props.onDrop();
      }}
    >
      <span class="queue-picture">
        <Picture kind={video.kind} url={video.thumbnailUrl} />
      </span>
      <div class="queue-text">
        <p class="queue-title">
          <bdi title={title}>{title}</bdi>
        </p>
        <p class="hint">
          {length !== null && `${length} · `}
          {by === null
            ? t().queue.fromYou
            : withElements(t().queue.from, { name: <bdi>{by}</bdi> })}
        </p>
      </div>
      <Button
        look="quiet"
        class="vote"
        icon="heart"
        aria-pressed={hasVoted}
        label={t().queue.vote({ title, count: votes })}
        onClick={() => props.onVote(!hasVoted)}
      >
        {String(votes)}
      </Button>
      <div class="queue-buttons">
        {mayControl && (
          <Button
            look="quiet"
            icon="play"
            label={t().queue.playNow({ title })}
            onClick={props.onPlay}
          />
        )}
        {mayControl && place.index > 0 && (
          <Button
            look="quiet"
            icon="up"
            label={t().queue.earlier({ title })}
            onClick={() => props.onMove(-1)}
          />
        )}
        {mayControl && place.index < place.of - 1 && (
          <Button
            look="quiet"
            icon="down"
            label={t().queue.later({ title })}
            onClick={() => props.onMove(1)}
          />
        )}
        {mayRemove && (
          <Button
            look="quiet"
            icon="cross"
            label={t().queue.takeOff({ title })}
            onClick={props.onRemove}
          />
        )}
      </div>
    </li>
  );
}
