import { t } from "../../lib/shared/texts.ts";

/** Speeds on offer. Chosen: what video sites offer, within the room's bounds. */
const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** Props of {@linkcode RateSelect}. */
export interface RateSelectProps {
  rate: number;
  /** The fastest that makes sense now. @default {any} */
  max?: number;
  disabled: boolean;
  onPick: (rate: number) => void;
}

/** The room's playback speed. */
export function RateSelect(
  { rate, max = Infinity, disabled, onPick }: RateSelectProps,
) {
  const rates = RATES.includes(rate)
    ? RATES
    : [...RATES, rate].sort((a, b) => a - b);
  return (
    <select
      class="rate"
      aria-label={t().gear.rate}
      disabled={disabled}
      value={String(rate)}
      onChange={(event) => onPick(Number(event.currentTarget.value))}
    >
      {rates.map((one) => (
        <option
          key={one}
          value={String(one)}
          selected={one === rate}
          disabled={one > max && one !== rate}
        >
          {one}×
        </option>
      ))}
    </select>
  );
}
