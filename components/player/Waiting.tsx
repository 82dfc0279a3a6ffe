import { t } from "../../lib/shared/texts.ts";
import { Button } from "../Button.tsx";
import { Icon } from "../Icon.tsx";
import { withElements } from "../with_elements.ts";

interface WaitingProps {
  /** Names of those who are not ready; `You` for oneself. */
  names: readonly string[];
  mayControl: boolean;
  onContinue: () => void;
}

/** The room waits: for whom, two by name, which fits a phone; and a way on for whoever has the remote. */
export function Waiting({ names, mayControl, onContinue }: WaitingProps) {
  const [first = "", second = "", ...others] = names;
  const parts = { first: <bdi>{first}</bdi>, second: <bdi>{second}</bdi> };
  return (
    <div class="waiting" role="status">
      <Icon name="spinner" class="spin" />
      <p>
        {names.length < 2
          ? withElements(t().waiting.forOne, parts)
          : others.length === 0
          ? withElements(t().waiting.forTwo, parts)
          : withElements(t().waiting.forMore, {
            ...parts,
            count: others.length,
          })}
      </p>
      {mayControl && <Button onClick={onContinue}>{t().waiting.goOn}</Button>}
    </div>
  );
}
