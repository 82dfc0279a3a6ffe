import type { Extras } from "../../lib/shared/video/extras.ts";
import { chapterAt } from "../../lib/shared/video/extras_at.ts";
import { ScrubPreview } from "./ScrubPreview.tsx";
import { t } from "../../lib/shared/texts.ts";

/** Props of {@linkcode Scrubber}; places in seconds. */
interface ScrubberProps {
  position: number;
  /** The earliest place. @default {0} */
  from?: number;
  /** The latest one; 0: not known. */
  to: number;
  /** The place in words. */
  spoken: string;
  bufferedTo: number;
  disabled: boolean;
  /** Id of the element that says why it is disabled. */
  describedBy?: string;
  extras: Extras;
  /** The place that is pointed at or dragged to; `null`: none. */
  pointed: number | null;
  /** A place in short words: its time. */
  wordsAt: (position: number) => string;
  /** While dragging. */
  onShow: (position: number) => void;
  /** When the person has chosen. */
  onSettle: (position: number) => void;
  /** A pointer is over a place, or gone. */
  onPoint: (position: number | null) => void;
}

/** Width of the handle, px. Source: `--thumb` in the style sheet. */
const THUMB_PX = 16;

/** Where we are in the video, and the way to somewhere else. */
export function Scrubber(props: ScrubberProps) {
  const { extras, pointed, from = 0, spoken } = props;
  // An empty video still needs a range in which 0 is a place.
  const max = Math.max(props.to, from + 1);
  const position = Math.max(from, Math.min(props.position, max));
  const chapter = chapterAt(extras.chapters, position);
  return (
    <div
      class="slider scrubber"
      onPointerMove={(event) => {
        const { left, width } = event.currentTarget.getBoundingClientRect();
        // The handle's middle runs between its halves.
        const ratio = (event.clientX - left - THUMB_PX / 2) /
          (width - THUMB_PX);
        props.onPoint(from + Math.min(Math.max(0, ratio), 1) * (max - from));
      }}
      onPointerLeave={() => props.onPoint(null)}
      onPointerCancel={() => props.onPoint(null)}
    >
      <progress
        class="buffered"
        max={max - from}
        value={Math.max(0, Math.min(props.bufferedTo, max) - from)}
        aria-hidden="true"
      />
      <progress
        class="filled"
        max={max - from}
        value={position - from}
        aria-hidden="true"
      />
      <input
        type="range"
        aria-label={t().bar.seek}
        aria-valuetext={chapter ? `${spoken}, ${chapter.title}` : spoken}
        aria-describedby={props.describedBy}
        min={Math.round(from)}
        max={Math.round(max)}
        step={1}
        value={Math.round(position)}
        disabled={props.disabled}
        onInput={(event) => props.onShow(Number(event.currentTarget.value))}
        onChange={(event) => props.onSettle(Number(event.currentTarget.value))}
      />
      {extras.chapters.map(({ start }) =>
        start > 0 && start < max && (
          <span
            key={start}
            class="notch"
            style={{ "--at": String(start / max) }}
          />
        )
      )}
      {pointed !== null && props.to > 0 && (
        <ScrubPreview
          position={pointed - from}
          duration={props.to - from}
          words={props.wordsAt(pointed)}
          chapter={chapterAt(extras.chapters, pointed)}
          preview={extras.preview}
        />
      )}
    </div>
  );
}
