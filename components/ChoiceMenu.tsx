interface ChoiceMenuProps {
  /** What is chosen, for a screen reader: `Quality`. */
  label: string;
  /** Entry for no choice; left out where something is always chosen. */
  none?: string;
  options: readonly { id: string; label: string }[];
  /** `null`: none. */
  chosen: string | null;
  onPick: (id: string | null) => void;
}

/** A small menu of things that this viewer may choose. */
export function ChoiceMenu(
  { label, none, options, chosen, onPick }: ChoiceMenuProps,
) {
  return (
    <select
      class="rate"
      aria-label={label}
      title={label}
      value={chosen ?? ""}
      onChange={(event) => onPick(event.currentTarget.value || null)}
    >
      {none !== undefined && (
        <option value="" selected={chosen === null}>{none}</option>
      )}
      {options.map(({ id, label }) => (
        <option key={id} value={id} selected={id === chosen}>{label}</option>
      ))}
    </select>
  );
}
