interface SegmentsProps<Id extends string> {
  /** Unique on the page. */
  name: string;
  legend: string;
  options: readonly { id: Id; label: string }[];
  chosen: Id;
  onPick: (id: Id) => void;
}

/** A switch with a place for each choice. */
export function Segments<Id extends string>(
  { name, legend, options, chosen, onPick }: SegmentsProps<Id>,
) {
  return (
    <fieldset class="switch">
      <legend>{legend}</legend>
      {options.map(({ id, label }) => (
        <label key={id}>
          <input
            type="radio"
            name={name}
            value={id}
            checked={id === chosen}
            onChange={() => onPick(id)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
