import type { ComponentChildren } from "preact";
import { extentOf } from "../../lib/shared/room/extent.ts";
import { formatTime } from "../../lib/shared/format.ts";
import { AT_LIVE_S } from "../../lib/shared/limits.ts";
import type { Action, Room } from "../../lib/shared/room/protocol.ts";
import { t } from "../../lib/shared/texts.ts";
import { withElements } from "../with_elements.ts";

interface ActionTextProps {
  action: Action;
  /** The room as the action has left it. */
  room: Room;
  /** Whose screen this is. */
  myId: string | null;
  /** How times are written. */
  locale: string;
}

/** Who did what: `Ada jumped to 1:05`. @see SPEC U10, U76 */
export function ActionText(props: ActionTextProps) {
  return <span>{deed(props)}</span>;
}

/** Who it was, as each text of `actions` takes it: names never turn a sentence round. */
function actorOf({ action, myId }: ActionTextProps) {
  return {
    by: action.by === myId ? "you" : "other",
    name: <bdi>{action.username}</bdi>,
  };
}

/** The same, and whom it was done to. */
function whomOf(props: ActionTextProps) {
  const { action: { whom }, myId } = props;
  return {
    ...actorOf(props),
    to: whom?.id === myId ? "you" : "other",
    whom: <bdi>{whom?.username ?? t().waiting.somebody}</bdi>,
  };
}

function deed(props: ActionTextProps): ComponentChildren {
  const { action, room } = props;
  const actor = actorOf(props);
  switch (action.kind) {
    case "play":
      return withElements(t().actions.play, actor);
    case "pause":
      return withElements(t().actions.pause, actor);
    case "seek":
      return seekDeed(props);
    case "rate": {
      const rate = <bdi>{room.timeline.rate}×</bdi>;
      return withElements(t().actions.rate, { ...actor, rate });
    }
    case "load":
      return withElements(t().actions.load, actor);
    case "hand_over":
      return handOverDeed(props);
    case "take_over":
      return withElements(t().actions.takeOver, actor);
    case "set_control":
      return room.settings.control === "everyone"
        ? withElements(t().actions.remoteForAll, actor)
        : withElements(t().actions.remoteBack, actor);
    case "set_wait":
      return room.settings.waitForAll
        ? withElements(t().actions.waitForAll, actor)
        : withElements(t().actions.waitForNone, actor);
    case "continue":
      return withElements(t().actions.goOn, actor);
    case "suggest":
      return suggestDeed(props);
    case "play_item":
      return withElements(t().actions.playItem, actor);
    case "move_item":
      return withElements(t().actions.moveItem, actor);
    case "sort_queue":
      return withElements(t().actions.sortQueue, actor);
    case "remove_item":
      return withElements(t().actions.removeItem, actor);
    case "next":
      return withElements(t().actions.next, actor);
    case "undo":
      return withElements(t().actions.undo, actor);
    case "ask_remote":
      return withElements(t().actions.askRemote, actor);
    case "share_remote":
      return withElements(t().actions.shareRemote, whomOf(props));
    case "take_remote":
      return withElements(t().actions.takeRemote, whomOf(props));
    case "remove_member":
      return withElements(t().actions.removeMember, whomOf(props));
  }
}

/** Where a seek has led: of a broadcast only the distance from live means something. */
function seekDeed(props: ActionTextProps): ComponentChildren {
  const { room, locale } = props;
  const actor = actorOf(props);
  const { timeline, media } = room;
  const extent = extentOf(room, timeline.at);
  const to = (seconds: number) => ({
    ...actor,
    time: <bdi>{formatTime(seconds, locale)}</bdi>,
  });
  if (media?.kind !== "live" || !extent || extent.reach === null) {
    return withElements(t().actions.seek, to(timeline.position));
  }
  if (extent.end !== null) {
    return withElements(t().actions.seek, to(timeline.position - extent.from));
  }
  const behindS = extent.reach - timeline.position;
  return behindS < AT_LIVE_S
    ? withElements(t().actions.goLive, actor)
    : withElements(t().actions.goBehind, to(behindS));
}

function handOverDeed(props: ActionTextProps): ComponentChildren {
  const { room, myId } = props;
  const host = room.members.find(({ id }) => id === room.host);
  return withElements(t().actions.handOver, {
    ...actorOf(props),
    whom: host?.id === myId ? "you" : "other",
    to: <bdi>{host?.username ?? t().waiting.somebody}</bdi>,
  });
}

function suggestDeed(props: ActionTextProps): ComponentChildren {
  const { title } = props.room.queue.at(-1)?.video ?? {};
  const actor = actorOf(props);
  return title === undefined
    ? withElements(t().actions.suggestSome, actor)
    : withElements(t().actions.suggest, {
      ...actor,
      title: <bdi>{title}</bdi>,
    });
}
