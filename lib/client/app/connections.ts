/**
 * What runs while a page is open: its parts, tied to each other and to the
 * browser.
 * @module
 */
import { computed } from "@preact/signals";
import { followLocale } from "../page/language.ts";
import { keepLoaded } from "../page/on_demand.ts";
import { t } from "../../shared/texts.ts";
import { startGatekeeper } from "../room/gatekeeper.ts";
import { connectDiscord, connectRichPresence } from "./connect_discord.ts";
import { connectFaultReports } from "./connect_page.ts";
import {
  connectBesideMedia,
  connectPlayer,
  connectTimeline,
} from "./connect_player.ts";
import { connectReports } from "./connect_room.ts";
import { connectArrival, connectLinkedVideo } from "./connect_visit.ts";
import type { Parts } from "./parts.ts";

/** Ties the parts together. @param options `maxMembers`: how many a room takes. @returns What ends it. */
export function connectParts(
  parts: Parts,
  { maxMembers }: { maxMembers: number },
): () => void {
  const { watching, features, beside, later } = parts.onDemand;
  const { element, api, entrance, room, screen, myId } = parts;
  const { link } = entrance;
  const { current } = room;
  const faults = connectFaultReports();
  const disposers = [
    faults.dispose,
    parts.panel.start(),
    followLocale(computed(() => features.value?.locale.value ?? null)),
    parts.reload.start(),
    connectArrival(entrance, current),
    connectDiscord(entrance, features),
    connectPlayer({
      watching,
      element,
      link,
      api,
      onFault: faults.media,
      onFailed: () => entrance.fail(t().discord.partMissing),
    }),
    connectBesideMedia({ beside, watching, room: current, api }),
    connectTimeline(watching, current),
    connectRichPresence({
      maxMembers,
      features,
      room: current,
      roomNow: () => link.value?.roomNow() ?? null,
    }),
    parts.collections.start(),
    connectLinkedVideo(entrance, room),
    startGatekeeper({ room: current, myId, link, watching }),
    parts.volume.start(),
    parts.reactions.start(),
    keepLoaded(later, {
      // Without it nobody is told who came; the film goes on.
      async load() {
        const { connectLater } = await import("./connect_later.ts");
        return () => connectLater(parts);
      },
    }),
    connectReports({
      link,
      watching,
      room: current,
      playback: screen.playback,
      layout: parts.discord.layout,
      isOutdated: parts.reload.isOutdated,
      reaction: parts.reactions.own,
      isSpeaking: computed(() => parts.speaking.value.has(myId.value ?? "")),
    }),
  ];
  return () => {
    for (const dispose of disposers) dispose();
  };
}
