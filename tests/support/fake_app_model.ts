/**
 * A model for tests of islands: state is given, actions are written down.
 * @module
 */
import "./english.ts";
import { type Signal, signal } from "@preact/signals";
import type { AppModel } from "../../lib/client/app_model.ts";
import { NO_EXTRAS } from "../../lib/shared/video/extras_at.ts";
import { TEXT_LOCALE } from "../../lib/shared/locale.ts";
import { syncMetricsOf } from "../../lib/shared/room/sync_metrics.ts";
import { mergePeople } from "../../lib/shared/room/presence.ts";
import type { Room } from "../../lib/shared/room/protocol.ts";
import type { Video } from "../../lib/shared/video/video.ts";

/** The signals of a model, writable. */
export type FakeState = {
  [K in keyof AppModel as AppModel[K] extends { value: unknown } ? K : never]:
    AppModel[K] extends { value: infer T } ? Signal<T> : never;
};

/** State to begin with; what is left out is as before `start()`. */
export type FakeStart = {
  [K in keyof FakeState]?: FakeState[K]["value"];
};

/** A model whose actions are written down in `calls`. */
export type FakeAppModel = Omit<AppModel, keyof FakeState> & FakeState & {
  calls: unknown[][];
};

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
    press: "pause",
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
  return {
    calls,
    phase: signal(start.phase ?? { step: "idle" }),
    me: signal(start.me ?? null),
    room: signal(start.room ?? null),
    presence: signal(start.presence ?? {}),
    people: signal(
      start.people ?? mergePeople({
        room: start.room ?? null,
        reports: start.presence ?? {},
        participants: null,
        voice: null,
        speaking: new Set(),
        me: start.me ?? null,
      }),
    ),
    skew: signal(start.skew ?? null),
    getSyncMetrics: () =>
      syncMetricsOf({
        room: start.room ?? null,
        presence: start.presence ?? {},
      }),
    layout: signal(start.layout ?? "focused"),
    isHot: signal(start.isHot ?? false),
    locale: signal(start.locale ?? TEXT_LOCALE),
    canInvite: signal(start.canInvite ?? false),
    sync: signal(
      start.sync ??
        {
          status: "idle",
          driftMs: null,
          rttMs: null,
          quality: "good",
          isAway: false,
        },
    ),
    playback: signal(
      start.playback ?? {
        position: 0,
        duration: 0,
        playing: false,
        buffering: false,
        bufferedTo: 0,
      },
    ),
    press: signal(start.press ?? null),
    collections: signal(start.collections ?? []),
    collection: signal(start.collection ?? null),
    browser: signal(start.browser ?? { state: "idle" }),
    notice: signal(start.notice ?? null),
    offersReload: signal(start.offersReload ?? false),
    reload: write("reload"),
    lastAction: signal(start.lastAction ?? null),
    mayControl: signal(start.mayControl ?? false),
    needsUnmute: signal(start.needsUnmute ?? false),
    volume: signal(start.volume ?? 1),
    muted: signal(start.muted ?? false),
    canDuck: signal(start.canDuck ?? false),
    isDucking: signal(start.isDucking ?? false),
    choices: signal(
      start.choices ?? {
        levels: [],
        level: null,
        tracks: [],
        track: null,
        sounds: [],
        sound: null,
      },
    ),
    extras: signal(start.extras ?? NO_EXTRAS),
    mediaError: signal(start.mediaError ?? null),
    isRetryingMedia: signal(start.isRetryingMedia ?? false),
    start: writeAndUndo("start"),
    retry: write("retry"),
    attachVideo: writeAndUndo("attachVideo"),
    act: write("act"),
    seek: write("seek"),
    setRate: write("setRate"),
    load: write("load"),
    handOver: write("handOver"),
    setControl: write("setControl"),
    setWaitForAll: write("setWaitForAll"),
    continueWithout: write("continueWithout"),
    suggest: write("suggest"),
    playItem: write("playItem"),
    moveItem: write("moveItem"),
    removeItem: write("removeItem"),
    resync: write("resync"),
    setVolume: write("setVolume"),
    setMuted: write("setMuted"),
    setDucking: write("setDucking"),
    unmute: write("unmute"),
    setLevel: write("setLevel"),
    setTrack: write("setTrack"),
    setSound: write("setSound"),
    browse: write("browse"),
    browseIn: write("browseIn"),
    browseMore: write("browseMore"),
    invite: write("invite"),
    share: write("share"),
  };
}
