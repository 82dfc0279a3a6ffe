import { speakPosition } from "../lib/shared/format.ts";

/** Props of {@linkcode Scrubber}; places in seconds. */
export interface ScrubberProps {
  position: number;
  duration: number;
  bufferedTo: number;
  disabled: boolean;
  /** Id of the element that says why it is disabled. */
  describedBy?: string;
  /** While dragging. */
  onShow: (position: number) => void;
  /** When the person has chosen. */
  onSettle: (position: number) => void;
}

/** Where we are in the video, and the way to somewhere else. */
export function Scrubber(props: ScrubberProps) {
  // An empty video still needs a range in which 0 is a place.
  const max = props.duration || 1;
  const position = Math.min(props.position, max);
  return (
    <div class="slider scrubber">
      <progress
        class="buffered"
        max={max}
        value={props.bufferedTo}
        aria-hidden="true"
      />
      <progress class="filled" max={max} value={position} aria-hidden="true" />
      <input
        type="range"
        aria-label="Place in the video"
        aria-valuetext={speakPosition(position, props.duration)}
        aria-describedby={props.describedBy}
        min={0}
        max={max}
        step={1}
        value={Math.round(position)}
        disabled={props.disabled}
        onInput={(event) => props.onShow(Number(event.currentTarget.value))}
        onChange={(event) => props.onSettle(Number(event.currentTarget.value))}
      />
    </div>
  );
}
