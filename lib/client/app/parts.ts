/**
 * The parts of a page, each given the signals of those that it needs. Nothing
 * of them runs yet.
 * @module
 */
import { computed, signal } from "@preact/signals";
import { createApiOnDemand } from "../api/on_demand.ts";
import { createCatalogue } from "../catalogue/catalogue.ts";
import { createCollections } from "../catalogue/collections.ts";
import { createSearchBox } from "../catalogue/search_box.ts";
import type { DiscordFeatures } from "../discord/features.ts";
import type { LaterModel } from "../model/app_model.ts";
import type { RoomModel } from "../model/room.ts";
import { createNotices } from "../page/notices.ts";
import { createPanel } from "../page/panel.ts";
import { sentenceOf } from "../page/sentence.ts";
import type { BesideMedia } from "../playback/beside_media.ts";
import { createVolume } from "../playback/volume.ts";
import { createCommands } from "../room/commands.ts";
import { createReactions } from "../room/reactions.ts";
import { createRoomModel } from "../room/room_model.ts";
import { createEntrance } from "../session/entrance.ts";
import type { Watching } from "../watching/watching.ts";
import { createDiscordModel } from "./connect_discord.ts";
import { createReloadOffer } from "./connect_page.ts";
import { createScreen } from "./screen.ts";

/** All parts of one page. */
export type Parts = ReturnType<typeof createParts>;

/** Makes the parts. */
export function createParts() {
  /** What is loaded on demand; `null` until then. */
  const watching = signal<Watching | null>(null);
  const features = signal<DiscordFeatures | null>(null);
  const beside = signal<BesideMedia | null>(null);
  const later = signal<(LaterModel & { dispose(): void }) | null>(null);
  const element = signal<HTMLVideoElement | null>(null);

  const api = createApiOnDemand();
  const notices = createNotices();
  const catalogue = createCatalogue(api);
  const searchBox = createSearchBox(catalogue);
  const collections = createCollections({ api, browser: catalogue.browser });
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
  const room: RoomModel = {
    ...read,
    send: commands.send,
    sayBack: (rev) => link.peek()?.send({ type: "ready", rev }),
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
  const othersSpeak = computed(() =>
    [...speaking.value].some((id) => id !== myId.value)
  );
  const volume = createVolume({
    watching,
    othersSpeak,
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

  return {
    onDemand: { watching, features, beside, later },
    element,
    api,
    notices,
    catalogue,
    searchBox,
    collections,
    entrance,
    me,
    myId,
    speaking,
    othersSpeak,
    room,
    commands,
    screen,
    volume,
    discord,
    panel,
    reactions,
    reload,
  };
}
