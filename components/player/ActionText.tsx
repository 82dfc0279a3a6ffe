// deno-lint-ignore-file house/text-in-source -- English so far, see docs/texts.md
import type { ComponentChildren } from "preact";
import { extentOf } from "../../lib/shared/room/extent.ts";
import { formatTime } from "../../lib/shared/format.ts";
import { AT_LIVE_S } from "../../lib/shared/limits.ts";
import type { Action, Room } from "../../lib/shared/room/protocol.ts";

/** Props of {@linkcode ActionText}. */
export interface ActionTextProps {
  action: Action;
  /** The room as the action has left it. */
  room: Room;
  /** Whose screen this is. */
  myId: string | null;
  /** How times are written. */
  locale: string;
}

/** Who did what: `Ada jumped to 1:05`. */
export function ActionText(props: ActionTextProps) {
  const { action, myId } = props;
  return (
    <span>
      {action.by === myId ? "You" : <bdi>{action.username}</bdi>} {deed(props)}
    </span>
  );
}

/** Where a seek has led: of a broadcast only the distance from live means something. */
function seekDeed(room: Room, locale: string): string {
  const { timeline, media } = room;
  const extent = extentOf(room, timeline.at);
  if (media?.kind !== "live" || !extent || extent.reach === null) {
    return `jumped to ${formatTime(timeline.position, locale)}`;
  }
  if (extent.end !== null) {
    return `jumped to ${formatTime(timeline.position - extent.from, locale)}`;
  }
  const behindS = extent.reach - timeline.position;
  return behindS < AT_LIVE_S
    ? "went to live"
    : `went to ${formatTime(behindS, locale)} behind live`;
}

function deed(
  { action, room, myId, locale }: ActionTextProps,
): ComponentChildren {
  const { timeline, settings, members, queue } = room;
  switch (action.kind) {
    case "play":
      return "pressed play";
    case "pause":
      return "paused";
    case "seek":
      return seekDeed(room, locale);
    case "rate":
      return `set the speed to ${timeline.rate}×`;
    case "load":
      return "picked this video";
    case "hand_over": {
      const host = members.find(({ id }) => id === room.host);
      const name = host?.id === myId ? "you" : host?.username ?? "somebody";
      return (
        <>
          made <bdi>{name}</bdi> host
        </>
      );
    }
    case "take_over":
      return "took over as host";
    case "set_control":
      return settings.control === "everyone"
        ? "gave everyone the remote"
        : "took the remote back";
    case "set_wait":
      return settings.waitForAll
        ? "had the room wait for everyone"
        : "had the room wait for nobody";
    case "continue":
      return "went on without waiting";
    case "suggest": {
      const { title } = queue.at(-1)?.video ?? {};
      return title === undefined ? "suggested a video" : (
        <>
          suggested <bdi>{title}</bdi>
        </>
      );
    }
    case "play_item":
      return "picked the next video";
    case "move_item":
      return "changed the order of the list";
    case "remove_item":
      return "took a video off the list";
    case "next":
      return "suggested this video";
    case "undo":
      return "took that back";
    case "ask_remote":
      return "would like the remote";
  }
}
