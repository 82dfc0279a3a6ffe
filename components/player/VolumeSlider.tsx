import { t } from "../../lib/shared/texts.ts";

interface VolumeSliderProps {
  /** 0 to 1. */
  volume: number;
  onChange: (volume: number) => void;
}

/** This viewer's volume. */
export function VolumeSlider({ volume, onChange }: VolumeSliderProps) {
  return (
    <div class="slider volume">
      <progress class="filled" max={1} value={volume} aria-hidden="true" />
      <input
        type="range"
        aria-label={t().bar.volume}
        aria-valuetext={`${Math.round(volume * 100)} percent`}
        min={0}
        max={1}
        step={0.05}
        value={volume}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
      />
    </div>
  );
}
