import { formatCount, formatDay } from "../../lib/shared/format.ts";
import { t } from "../../lib/shared/texts.ts";
import type { Video } from "../../lib/shared/video/video.ts";
import {
  type Entry,
  lengthWords,
} from "../../lib/shared/video/video_length.ts";
import { Button } from "../Button.tsx";
import { Icon } from "../Icon.tsx";
import { Picture } from "../Picture.tsx";

interface VideoCardProps {
  video: Video & Entry;
  /** Whether the room shows it now: picking it again would take everyone back to its beginning. */
  isCurrent: boolean;
  /** Whether it is on the list already. */
  isQueued: boolean;
  /** Whether this person may put it on; who may not suggests it. */
  mayPick: boolean;
  /** How times are written. */
  locale: string;
  onPick: () => void;
  onSuggest: () => void;
}

/** One video of the library: a button that loads it, and one that puts it on the list. @see SPEC U69 */
export function VideoCard(props: VideoCardProps) {
  const { video, isCurrent, isQueued, mayPick, locale } = props;
  const length = lengthWords(video, locale);
  return (
    <div class="card-row">
      <button
        type="button"
        class="card"
        aria-current={isCurrent ? "true" : undefined}
        disabled={!mayPick}
        aria-disabled={isCurrent ? "true" : undefined}
        onClick={isCurrent ? undefined : props.onPick}
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
          {isCurrent
            ? (
              <span class="card-now">
                <Icon name="play" /> {t().library.onNow}
              </span>
            )
            : <Facts video={video} locale={locale} />}
        </span>
      </button>
      <Button
        look={mayPick ? "quiet" : "plain"}
        class="card-suggest"
        icon={isQueued ? "check" : "plus"}
        label={`${
          isQueued
            ? t().library.onList
            : mayPick
            ? t().library.later
            : t().library.suggest
        }: ${video.title}`}
        aria-disabled={isQueued}
        onClick={isQueued ? undefined : props.onSuggest}
      />
    </div>
  );
}

/** When it was made and how often it was seen, where that is known. */
function Facts(
  { video: { createdAt, views }, locale }: { video: Video; locale: string },
) {
  const facts = [
    formatDay(createdAt, locale),
    views
      ? t().library.views({ count: views, shown: formatCount(views, locale) })
      : null,
  ].filter((fact) => fact !== null);
  return facts.length === 0
    ? null
    : <span class="card-facts">{facts.join(" · ")}</span>;
}
