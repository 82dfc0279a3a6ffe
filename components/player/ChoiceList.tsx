import { useId } from "preact/hooks";

interface ChoiceListProps {
  /** What is chosen: `Quality for you`. */
  label: string;
  options: readonly { id: string; label: string; isOff?: boolean }[];
  chosen: string;
  disabled?: boolean;
  onPick: (id: string) => void;
}

/** One choice of a few, all in sight. */
export function ChoiceList(
  { label, options, chosen, disabled = false, onPick }: ChoiceListProps,
) {
  const name = useId();
  return (
    <fieldset class="choice" disabled={disabled}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.id}>
          <input
            type="radio"
            name={name}
            value={option.id}
            checked={option.id === chosen}
            disabled={option.isOff ?? false}
            onChange={() => onPick(option.id)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
