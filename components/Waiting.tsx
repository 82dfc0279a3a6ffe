import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";

/** Props of {@linkcode Waiting}. */
export interface WaitingProps {
  /** Names of those who are not ready; `You` for oneself. */
  names: readonly string[];
  mayControl: boolean;
  onContinue: () => void;
}

/** Names shown before the rest is counted. Chosen: fits a phone. */
const SHOWN = 2;

/** The room waits: for whom, and a way on for whoever has the remote. */
export function Waiting({ names, mayControl, onContinue }: WaitingProps) {
  const shown = names.slice(0, SHOWN);
  const more = names.length - shown.length;
  return (
    <div class="waiting" role="status">
      <Icon name="spinner" class="spin" />
      <p>
        Waiting for {shown.map((name, index) => (
          <>
            {index > 0 && (more === 0 ? " and " : ", ")}
            <bdi key={name}>{name}</bdi>
          </>
        ))}
        {more > 0 && ` and ${more} more`}
      </p>
      {mayControl && (
        <Button onClick={onContinue}>
          Go on without waiting
        </Button>
      )}
    </div>
  );
}
