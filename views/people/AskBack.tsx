import { useSignal } from "@preact/signals";
import { Button } from "@/components/Button.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { t } from "@/lib/shared/texts.ts";

/** Props of {@linkcode AskBack}. */
interface AskBackProps {
  model: AppModel;
}

/** After a break: whoever has the remote asks everybody whether they are back. It keeps its place while a film is on, so that nothing beside it moves. @see SPEC G13 */
export function AskBack({ model }: AskBackProps) {
  const plays = useSignal(true);
  const room = model.room.current.value;
  if (!room?.video || room.members.length < 2) return null;
  if (!model.room.mayControl.value) return null;
  const isAsked = Boolean(room.check);
  return (
    <div class="ask-back">
      <Button
        icon="eye"
        aria-disabled={isAsked}
        onClick={() => {
          if (isAsked) return;
          model.room.send({ type: "ask_back", plays: plays.peek() });
        }}
      >
        {t().check.ask}
      </Button>
      <label class="check">
        <input
          type="checkbox"
          checked={plays.value}
          onChange={(event) => plays.value = event.currentTarget.checked}
        />
        {t().check.thenPlay}
      </label>
    </div>
  );
}
