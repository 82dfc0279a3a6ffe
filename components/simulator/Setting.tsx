interface RangeSettingProps {
  label: string;
  unit: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
}

/** A slider with its name and value. */
export function RangeSetting(props: RangeSettingProps) {
  const { label, unit, value, min, max, step, onChange } = props;
  return (
    <label class="setting">
      <span>{label}</span>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <output>{value} {unit}</output>
    </label>
  );
}

interface SwitchSettingProps {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** A switch with its name. */
export function SwitchSetting({ label, isOn, onChange }: SwitchSettingProps) {
  return (
    <label class="setting">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

interface ChoiceSettingProps<T extends string> {
  label: string;
  value: T;
  options: readonly T[];
  onChange: (value: T) => void;
}

/** A choice with its name. */
export function ChoiceSetting<T extends string>(
  { label, value, options, onChange }: ChoiceSettingProps<T>,
) {
  return (
    <label class="setting">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const picked = options[event.currentTarget.selectedIndex];
          if (picked !== undefined) onChange(picked);
        }}
      >
        {options.map((option) => <option key={option}>{option}</option>)}
      </select>
    </label>
  );
}
