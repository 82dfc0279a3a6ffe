import { Button } from "@/components/Button.tsx";
import { Waiting } from "@/components/player/Waiting.tsx";
import { withElements } from "@/components/with_elements.ts";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import type { Room } from "@/lib/shared/room/protocol.ts";
import { waitedForIn } from "@/lib/shared/room/ready_check.ts";
import { t } from "@/lib/shared/texts.ts";

/** Props of {@linkcode RoomWaits}. */
interface RoomWaitsProps {
  model: AppModel;
  /** It waits. */
  room: Room;
}

/** For whom the room waits; to a person who is asked whether they are back, the question. @see SPEC G3, U82 */
export function RoomWaits({ model, room }: RoomWaitsProps) {
  const { people, mayControl, send, sayBack } = model.room;
  const { gate, check } = room;
  const me = model.session.me.value?.id;
  const nameOf = (id: string) =>
    people.value.here.find((one) => one.id === id)?.username ??
      t().waiting.somebody;
  const awaited = waitedForIn(room);
  if (check && !gate && awaited.some((id) => id === me)) {
    return (
      <div class="waiting" role="alert">
        <p>
          {withElements(t().check.areYou, {
            name: <bdi>{nameOf(check.by)}</bdi>,
          })}
        </p>
        <Button look="primary" icon="check" onClick={() => sayBack(check.rev)}>
          {t().check.back}
        </Button>
      </div>
    );
  }
  return (
    <Waiting
      names={awaited.map((id) => id === me ? t().waiting.you : nameOf(id))}
      mayControl={mayControl.value}
      onContinue={() => send({ type: "continue" })}
    />
  );
}
