import type { Chapter, Preview } from "../../lib/shared/video/extras.ts";
import { sliceAt } from "../../lib/shared/video/extras_at.ts";

/** Props of {@linkcode ScrubPreview}; places in seconds. */
interface ScrubPreviewProps {
  /** What is pointed at. */
  position: number;
  duration: number;
  chapter: Chapter | null;
  preview: Preview | null;
  /** Its time in words. */
  words: string;
}

/** What is at a place of the scrubber: its picture, its chapter, its time. Sighted people's; others hear it from the slider. */
export function ScrubPreview(props: ScrubPreviewProps) {
  const { position, duration, chapter, preview, words } = props;
  return (
    <div
      class="scrub-preview"
      style={{ "--at": String(duration > 0 ? position / duration : 0) }}
      aria-hidden="true"
    >
      {preview && (
        <span class="scrub-picture">
          <img
            key={preview.url}
            src={preview.url}
            alt=""
            style={{
              width: `${preview.slices * 100}%`,
              transform: `translateX(-${
                sliceAt({ position, duration }, preview.slices) /
                preview.slices * 100
              }%)`,
            }}
            onLoad={({ currentTarget }) => {
              // Where Kaltura has no strip it sends a single picture.
              const { naturalWidth, naturalHeight } = currentTarget;
              currentTarget.hidden = naturalWidth <
                naturalHeight * preview.slices / 4;
            }}
          />
        </span>
      )}
      {chapter && <bdi class="scrub-chapter">{chapter.title}</bdi>}
      <span class="scrub-time">{words}</span>
    </div>
  );
}
