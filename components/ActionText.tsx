import type { Action } from "../lib/shared/protocol.ts";

const DEEDS: Record<Action["kind"], string> = {
  play: "pressed play",
  pause: "paused",
  seek: "jumped to another place",
  rate: "changed the speed",
  load: "picked this video",
  hand_over: "handed over the remote",
  set_control: "changed who has the remote",
  set_wait: "changed whether the room waits",
  continue: "went on without waiting",
  suggest: "suggested a video",
  play_item: "picked the next video",
  move_item: "changed the order of the list",
  remove_item: "took a video off the list",
  next: "suggested this video",
};

/** Props of {@linkcode ActionText}. */
export interface ActionTextProps {
  action: Action;
  isMine: boolean;
}

/** Who did what: `Ada paused`. */
export function ActionText({ action, isMine }: ActionTextProps) {
  return (
    <>
      {isMine ? "You" : <bdi>{action.username}</bdi>} {DEEDS[action.kind]}
    </>
  );
}
