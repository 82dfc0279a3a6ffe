/**
 * Makes the browser's model of the app: ties entrance, room, screen and
 * Discord together behind signals.
 * @module
 */
import { computed, signal } from "@preact/signals";
import { createCatalogue } from "../catalogue/catalogue.ts";
import { createCollections } from "../catalogue/collections.ts";
import {
  connectDiscord,
  connectRichPresence,
  createDiscordModel,
} from "./connect_discord.ts";
import type { DiscordFeatures } from "../discord/features.ts";
import type { AppModel } from "../model/app_model.ts";
import { createApiOnDemand } from "../api/on_demand.ts";
import { NOT_LOADED } from "../page/on_demand.ts";
import { connectFaultReports, createReloadOffer } from "./connect_page.ts";
import { followLocale } from "../page/language.ts";
import { createNotices } from "../page/notices.ts";
import { createPanel } from "../page/panel.ts";
import { sentenceOf } from "../page/sentence.ts";
import type { BesideMedia } from "../playback/beside_media.ts";
import {
  connectBesideMedia,
  connectHardware,
  connectMismatch,
  connectPlayer,
  connectTimeline,
} from "./connect_player.ts";
import { startGatekeeper } from "../room/gatekeeper.ts";
import { createChoices, createScreen } from "./screen.ts";
import { createVolume } from "../playback/volume.ts";
import type { Watching } from "../playback/watching.ts";
import { createCommands } from "../room/commands.ts";
import {
  connectMediaKeys,
  connectNews,
  connectReports,
} from "./connect_room.ts";
import { createReactions } from "../room/reactions.ts";
import { createRoomModel } from "../room/room_model.ts";
import { connectArrival, connectLinkedVideo } from "./connect_visit.ts";
import { createEntrance } from "../session/entrance.ts";

/** Makes a model; `start()` begins all I/O. */
export function createApp(): AppModel {
  const watching = signal<Watching | null>(null);
  const features = signal<DiscordFeatures | null>(null);
  const beside = signal<BesideMedia | null>(null);
  const element = signal<HTMLVideoElement | null>(null);
  const api = createApiOnDemand();
  const notices = createNotices();
  const catalogue = createCatalogue(api);
  const { browser } = catalogue;
  const collections = createCollections({ api, browser });
  const entrance = createEntrance({ api, onRefused: notices.fail });
  const { phase, signedIn, link } = entrance;
  const me = computed(() => signedIn.value?.me ?? null);
  const myId = computed(() => me.value?.id ?? null);
  const { state, speaking, ...read } = createRoomModel({ link, me, features });
  const { current, mayControl } = read;
  const commands = createCommands({
    room: current,
    link,
    watching,
    mayControl,
  });
  const room = {
    ...read,
    send: commands.send,
    now: () => link.peek()?.roomNow() ?? null,
  };
  const screen = createScreen({
    watching,
    beside,
    link,
    commands,
    room: current,
    phase,
    element,
  });
  const volume = createVolume({
    watching,
    othersSpeak: computed(() =>
      [...speaking.value].some((id) => id !== myId.value)
    ),
    canDuck: computed(() =>
      signedIn.value?.scopes.includes("rpc.voice.read") ?? false
    ),
  });
  const discord = createDiscordModel({
    features,
    room: current,
    onFailed: (error) => notices.fail(sentenceOf(error)),
  });
  const panel = createPanel({
    hasVideo: computed(() => Boolean(current.value?.video)),
  });
  const reactions = createReactions({ presence: read.presence, myId });
  const reload = createReloadOffer({ state, screen, phase });

  /** Whatever lives while the page is open. @returns What ends it. */
  function connect(maxMembers: number): () => void {
    const faults = connectFaultReports();
    const disposers = [
      faults.dispose,
      panel.start(),
      followLocale(computed(() => features.value?.locale.value ?? null)),
      reload.start(),
      connectArrival(entrance, current),
      connectDiscord(entrance, features),
      connectPlayer({
        watching,
        element,
        link,
        api,
        onFault: faults.media,
        onFailed: () => entrance.fail(NOT_LOADED),
      }),
      connectBesideMedia({ beside, watching, room: current, api }),
      connectTimeline(watching, current),
      connectRichPresence({
        maxMembers,
        features,
        room: current,
        roomNow: () => link.value?.roomNow() ?? null,
      }),
      collections.start(),
      connectLinkedVideo(entrance, room),
      connectMismatch(watching, notices.fail),
      connectHardware({ watching, element, features }),
      startGatekeeper({ room: current, myId, link, watching }),
      volume.start(),
      reactions.start(),
      connectNews({ room: current, myId, tell: notices.tell }),
      connectMediaKeys({ room, screen }),
      connectReports({
        link,
        watching,
        room: current,
        playback: screen.playback,
        layout: discord.layout,
        isOutdated: reload.isOutdated,
        reaction: reactions.own,
        isSpeaking: computed(() => speaking.value.has(myId.value ?? "")),
      }),
    ];
    return () => {
      for (const dispose of disposers) dispose();
    };
  }

  return {
    session: { phase, me, retry: entrance.retry },
    room,
    screen,
    choices: createChoices(watching),
    volume,
    catalogue: { ...catalogue, collections: collections.list },
    discord,
    panel,
    reactions,
    notices: {
      newest: notices.newest,
      offersReload: reload.offersReload,
      reload: reload.reload,
    },
    start({ clientId, maxMembers }) {
      const disconnect = connect(maxMembers);
      entrance.enter({ clientId });
      return () => {
        commands.dispose();
        entrance.leave();
        disconnect();
        catalogue.dispose();
        api.dispose();
      };
    },
  };
}
