/**
 * A model for tests of islands: state is given, actions are written down.
 * @module
 */
import "./english.ts";
import { signal } from "@preact/signals";
import type { AppModel, LaterModel } from "../../lib/client/model/app_model.ts";
import { NO_CHOICES } from "../../lib/client/player/choices.ts";
import { NEW_PANEL } from "../../lib/client/model/panel.ts";
import { NO_REACTIONS } from "../../lib/client/model/reactions.ts";
import { EMPTY_SCREEN, NO_PLAYBACK } from "../../lib/client/model/screen.ts";
import { FULL_VOLUME } from "../../lib/client/model/volume.ts";
import { NO_EXTRAS } from "../../lib/shared/video/extras_at.ts";
import { TEXT_LOCALE } from "../../lib/shared/locale.ts";
import { syncMetricsOf } from "../../lib/shared/room/sync_metrics.ts";
import { mergePeople } from "../../lib/shared/room/presence.ts";
import type { Room } from "../../lib/shared/room/protocol.ts";
import type { Video } from "../../lib/shared/video/video.ts";

/** The value of a signal. */
type Read<T> = T extends { value: infer V } ? V : never;

/** State to begin with; what is left out is as before `start()`. */
export interface FakeStart {
  phase?: Read<AppModel["session"]["phase"]>;
  me?: Read<AppModel["session"]["me"]>;
  room?: Room | null;
  presence?: Read<AppModel["room"]["presence"]>;
  people?: Read<AppModel["room"]["people"]>;
  skew?: Read<AppModel["room"]["skew"]>;
  lastAction?: Read<AppModel["room"]["lastAction"]>;
  mayControl?: boolean;
  roomNowMs?: number;
  sync?: Read<AppModel["screen"]["sync"]>;
  status?: Read<AppModel["screen"]["status"]>;
  playback?: Read<AppModel["screen"]["playback"]>;
  primaryAction?: Read<AppModel["screen"]["primaryAction"]>;
  extras?: Read<AppModel["screen"]["extras"]>;
  mediaError?: string | null;
  isRetrying?: boolean;
  choices?: Read<AppModel["choices"]["current"]>;
  canDuck?: boolean;
  needsTap?: boolean;
  browser?: Read<AppModel["catalogue"]["browser"]>;
  collections?: Read<AppModel["catalogue"]["collections"]>;
  collection?: Read<AppModel["catalogue"]["collection"]>;
  layout?: Read<AppModel["discord"]["layout"]>;
  locale?: string;
  canInvite?: boolean;
  tab?: Read<AppModel["panel"]["tab"]>;
  notice?: Read<AppModel["notices"]["newest"]>;
  offersReload?: boolean;
  later?: Partial<LaterModel>;
}

const NOTHING_LATER: LaterModel = {
  resume: { offer: signal(null), goOn() {}, dismiss() {} },
  sounds: { isOn: signal(false), setOn() {} },
  visits: { list: signal([]) },
};

/** A model whose actions are written down in `calls`. */
type FakeAppModel = AppModel & { calls: unknown[][] };

/** A video of the catalogue. */
export function fakeVideo(over: Partial<Video> = {}): Video {
  return {
    id: "v1",
    title: "Tide pools",
    duration: 120,
    kind: "video",
    createdAt: "2026-01-01T00:00:00Z",
    ...over,
  };
}

/** A room with a host, Ada, and a guest, Ben, who watch a video of 2 minutes. */
export function fakeRoom(over: Partial<Room> = {}): Room {
  return {
    id: "room",
    epoch: "e1",
    rev: 1,
    timeline: {
      videoId: "v1",
      playing: true,
      position: 0,
      rate: 1,
      at: 0,
      by: "ada",
    },
    gate: null,
    video: { id: "v1", title: "Tide pools", duration: 120 },
    host: "ada",
    settings: { control: "host", waitForAll: true },
    members: [
      {
        id: "ada",
        username: "Ada",
        avatarUrl: null,
        joinedAt: 1,
        goneAt: null,
        isHidden: false,
      },
      {
        id: "ben",
        username: "Ben",
        avatarUrl: null,
        joinedAt: 2,
        goneAt: null,
        isHidden: false,
      },
    ],
    queue: [],
    lastAction: null,
    ...over,
  };
}

/** State of Ada, the host, with everything running. */
export function fakeReady(over: FakeStart = {}): FakeStart {
  return {
    phase: { step: "ready" },
    me: { id: "ada", username: "Ada", avatarUrl: null },
    room: fakeRoom(),
    sync: {
      status: "in_sync",
      driftMs: 12,
      rttMs: 48,
      quality: "good",
      isAway: false,
    },
    playback: {
      position: 65,
      duration: 120,
      playing: true,
      buffering: false,
      bufferedTo: 90,
    },
    mayControl: true,
    status: { kind: "in_sync" },
    primaryAction: "pause",
    ...over,
  };
}

/** Makes a fake model. */
export function createFakeAppModel(start: FakeStart = {}): FakeAppModel {
  const calls: unknown[][] = [];
  const write = (name: string) => (...args: unknown[]): void => {
    calls.push([name, ...args]);
  };
  const writeAndUndo = (name: string) => (...args: unknown[]) => {
    calls.push([name, ...args]);
    return write(`${name}:disposed`);
  };
  const { room = null, presence = {} } = start;
  return {
    calls,
    session: {
      phase: signal(start.phase ?? { step: "idle" }),
      me: signal(start.me ?? null),
      retry: write("session.retry"),
    },
    room: {
      current: signal(room),
      presence: signal(presence),
      people: signal(start.people ?? peopleOf(start)),
      skew: signal(start.skew ?? null),
      lastAction: signal(start.lastAction ?? null),
      mayControl: signal(start.mayControl ?? false),
      send: write("room.send"),
      sayBack: write("room.sayBack"),
      now: () => start.roomNowMs ?? null,
      getSyncMetrics: () => syncMetricsOf({ room, presence }),
    },
    screen: {
      ...EMPTY_SCREEN,
      sync: signal(start.sync ?? EMPTY_SCREEN.sync.peek()),
      status: signal(start.status ?? EMPTY_SCREEN.status.peek()),
      playback: signal(start.playback ?? NO_PLAYBACK),
      primaryAction: signal(start.primaryAction ?? null),
      extras: signal(start.extras ?? NO_EXTRAS),
      mediaError: signal(start.mediaError ?? null),
      isRetrying: signal(start.isRetrying ?? false),
      attach: writeAndUndo("screen.attach"),
      perform: write("screen.perform"),
      resync: write("screen.resync"),
    },
    choices: {
      current: signal(start.choices ?? NO_CHOICES),
      setQuality: write("choices.setQuality"),
      setCaptionTrack: write("choices.setCaptionTrack"),
      setAudioTrack: write("choices.setAudioTrack"),
    },
    volume: {
      ...FULL_VOLUME,
      needsTap: signal(start.needsTap ?? false),
      canDuck: signal(start.canDuck ?? false),
      setLevel: write("volume.setLevel"),
      setMuted: write("volume.setMuted"),
      setDucking: write("volume.setDucking"),
    },
    catalogue: catalogueOf(start, write),
    discord: {
      layout: signal(start.layout ?? "focused"),
      isHot: signal(false),
      locale: signal(start.locale ?? TEXT_LOCALE),
      canInvite: signal(start.canInvite ?? false),
      invite: write("discord.invite"),
      share: write("discord.share"),
    },
    notices: {
      newest: signal(start.notice ?? null),
      offersReload: signal(start.offersReload ?? false),
      fail: write("notices.fail"),
      reload: write("notices.reload"),
    },
    reactions: {
      ...NO_REACTIONS,
      react: write("reactions.react"),
      setOn: write("reactions.setOn"),
    },
    later: signal(start.later ? { ...NOTHING_LATER, ...start.later } : null),
    panel: {
      ...NEW_PANEL,
      tab: signal(start.tab ?? "people"),
      show: write("panel.show"),
    },
    start: writeAndUndo("start"),
  };
}

function catalogueOf(
  { browser, collections, collection }: FakeStart,
  write: (name: string) => (...args: unknown[]) => void,
): AppModel["catalogue"] {
  return {
    browser: signal(browser ?? { state: "idle" }),
    collections: signal(collections ?? []),
    collection: signal(collection ?? null),
    query: signal(""),
    type: write("catalogue.type"),
    search: write("catalogue.search"),
    browse: write("catalogue.browse"),
    browseIn: write("catalogue.browseIn"),
    more: write("catalogue.more"),
  };
}

function peopleOf({ room, presence, me }: FakeStart) {
  return mergePeople({
    room: room ?? null,
    reports: presence ?? {},
    participants: null,
    voice: null,
    speaking: new Set(),
    me: me ?? null,
  });
}
