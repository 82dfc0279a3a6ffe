import type { Action } from "../lib/shared/protocol.ts";

const DEEDS: Record<Action["kind"], string> = {
  play: "pressed play",
  pause: "paused",
  seek: "jumped to another place",
  rate: "changed the speed",
  load: "picked this video",
  hand_over: "handed over the remote",
  set_control: "changed who has the remote",
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
