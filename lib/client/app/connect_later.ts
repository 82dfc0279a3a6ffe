/**
 * What a page does without at first: it is loaded beside the room, and runs
 * from when it has come.
 * @module
 */
import { computed } from "@preact/signals";
import { createResume } from "../resume/resume.ts";
import { createSounds } from "../sounds/sounds.ts";
import { syncLineOf } from "../playback/sync_line.ts";
import type { LaterModel } from "../model/app_model.ts";
import { openNewsDesk } from "../room/news_desk.ts";
import { connectMediaKeys } from "./connect_media_keys.ts";
import { connectHardware, connectMismatch } from "./connect_trouble.ts";
import type { Parts } from "./parts.ts";

/** Ties it to the parts of the page. */
export function connectLater(parts: Parts): LaterModel & {
  dispose(): void;
} {
  const { room, screen, notices, myId, element, entrance, volume } = parts;
  const { watching, features } = parts.onDemand;
  const resume = createResume({
    room: room.current,
    mayControl: room.mayControl,
    placeId() {
      const { channelId, instanceId } = entrance.launch() ?? {};
      return channelId ?? instanceId ?? null;
    },
    roomNow: room.now,
    send: room.send,
  });
  const sounds = createSounds({
    room: room.current,
    isLocked: computed(() => {
      const { together, apart } = syncLineOf(room.people.value.here);
      return together + apart.length > 1 ? apart.length === 0 : null;
    }),
    isQuiet: computed(() =>
      volume.isMuted.value ||
      (volume.isDucking.value && parts.othersSpeak.value)
    ),
  });
  const visits = openNewsDesk({
    room: room.current,
    myId,
    tell: notices.tell,
  });
  const disposers = [
    visits.dispose,
    connectMediaKeys({ room, screen }),
    connectMismatch(watching, notices.fail),
    connectHardware({ watching, element, features }),
    resume.dispose,
    sounds.dispose,
  ];
  return {
    resume,
    sounds,
    visits,
    dispose() {
      for (const dispose of disposers) dispose();
    },
  };
}
