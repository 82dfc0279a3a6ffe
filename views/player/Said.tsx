import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ActionText } from "@/components/player/ActionText.tsx";
import { Button } from "@/components/Button.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { UNDO_SHOWN_MS } from "@/lib/shared/limits.ts";
import type { Action, Room } from "@/lib/shared/room/protocol.ts";
import { t } from "@/lib/shared/texts.ts";

interface SaidProps {
  model: AppModel;
  action: Action;
  room: Room;
}

/** How long an offer to share the remote stands, ms. Chosen: long enough to finish a sentence. */
const ASKED_MS = 15_000;
/** What one may take back. @see SPEC R91 */
const UNDOABLE: ReadonlySet<Action["kind"]> = new Set([
  "load",
  "play_item",
  "seek",
  "remove_item",
  "sort_queue",
  "hand_over",
  "remove_member",
]);

/** Who did what; with a way back for who did it, and an answer for who was asked. It goes by itself. @see SPEC U71 */
export function Said({ model, action, room }: SaidProps) {
  const myId = model.session.me.value?.id ?? null;
  const isMine = action.by === myId;
  const canUndo = isMine && UNDOABLE.has(action.kind);
  const isAsked = action.kind === "ask_remote" && !isMine &&
    room.host === myId;
  const isOver = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(
      () => isOver.value = true,
      isAsked ? ASKED_MS : UNDO_SHOWN_MS,
    );
    return () => clearTimeout(timer);
  }, []);
  const text = (
    <ActionText
      action={action}
      room={room}
      myId={myId}
      locale={model.discord.locale.value}
    />
  );
  if (!canUndo && !isAsked) return <p class="word">{text}</p>;
  if (isOver.value) return null;
  return (
    <p class="word word-lasting word-offer">
      {text}
      {canUndo
        ? (
          <Button
            look="quiet"
            icon="again"
            onClick={() => {
              isOver.value = true;
              model.room.send({ type: "undo", rev: action.rev });
            }}
          >
            {t().stage.undo}
          </Button>
        )
        : (
          <Button
            look="quiet"
            icon="star"
            onClick={() => {
              isOver.value = true;
              model.room.send({ type: "share_remote", memberId: action.by });
            }}
          >
            {t().people.giveRemote}
          </Button>
        )}
    </p>
  );
}
