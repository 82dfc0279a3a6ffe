/**
 * What the page can look like: states of a room as one person sees it, with the
 * sample film on, so that pictures of it can be made, compared and judged.
 * @module
 */
import { signal } from "@preact/signals";
import { NO_CHOICES } from "@/lib/client/player/choices.ts";
import type { Extras } from "@/lib/shared/video/extras.ts";
import type { PresenceReport, Room } from "@/lib/shared/room/protocol.ts";
import type { Video } from "@/lib/shared/video/video.ts";
import {
  fakeReady,
  fakeRoom,
  type FakeStart,
  fakeVideo,
} from "@/tests/support/fake_app_model.ts";

/** Where the film stands in the pictures, s. */
export const PLACE_S = 57;
const FILM = { id: "sample-orbit", title: "Orbit", duration: 90 };

/** Names as Discord has them. */
const NAMES = [
  "Ada",
  "Benny",
  "Chidi Anagonye",
  "Dorothea von Hohenstein-Waldburg",
  "Élias Ørsted",
  "فاطمة",
  "Grace 🦆",
  "ヒロ",
] as const;

function members(count: number): Room["members"] {
  return NAMES.slice(0, count).map((username, index) => ({
    id: index === 0 ? "ada" : index === 1 ? "ben" : `m${index}`,
    username,
    avatarUrl: null,
    joinedAt: index + 1,
    goneAt: null,
    isHidden: false,
  }));
}

const EXTRAS: Extras = {
  chapters: [
    { start: 0, title: "Dusk on the headland" },
    { start: 22.5, title: "Rain in the city" },
    { start: 45, title: "The night train" },
    { start: 67.5, title: "Morning" },
  ],
  preview: { url: "/samples/sample-orbit/strip.jpg", slices: 30 },
  reportsPlays: false,
};

const FILMS: readonly [id: string, title: string, duration: number][] = [
  ["sample-orbit", "Orbit", 90],
  ["sample-countdown", "Countdown: a minute to go", 60],
  [
    "sample-tide",
    "Tide pools of the northern coast, and those who live in them",
    7384,
  ],
  ["v4", "مدّ وجزر", 1284],
];

const VIDEOS: Video[] = FILMS.map(([id, title, duration], index) =>
  fakeVideo({
    id,
    title,
    duration,
    views: 34 * (index + 1) ** 3,
    ...(id.startsWith("sample")
      ? { thumbnailUrl: `/samples/${id}/thumb.jpg` }
      : {}),
  })
);

const LIBRARY: FakeStart["browser"] = {
  state: "ready",
  videos: VIDEOS,
  query: "",
  more: "no",
  samplesBecause: null,
};

const QUEUE: Room["queue"] = VIDEOS.slice(1).map((video, index) => ({
  id: `q${index}`,
  video: { id: video.id, title: video.title, duration: video.duration },
  by: index === 1 ? "ben" : "ada",
}));

/** Most are for the second of what waits, this person, too. */
function voting(all: Room["members"]): Room["members"] {
  const votes = [["q1"], ["q0", "q1"], ["q1"], []];
  return all.map((one, index) => ({ ...one, votes: votes[index] }));
}

function watching(over: FakeStart = {}, room: Partial<Room> = {}): FakeStart {
  const all = members(4);
  const report: PresenceReport = {
    status: "active",
    networkQuality: "good",
    driftMs: 4,
    playbackState: {
      isPlaying: true,
      currentTime: PLACE_S,
      buffering: false,
    },
  };
  return fakeReady({
    room: fakeRoom({
      video: FILM,
      timeline: {
        videoId: FILM.id,
        playing: true,
        position: PLACE_S,
        rate: 1,
        at: 0,
        by: "ada",
      },
      members: all,
      ...room,
    }),
    presence: Object.fromEntries(all.map(({ id }) => [id, report])),
    skew: { p50Ms: 6, p95Ms: 23, viewers: all.length },
    playback: {
      position: PLACE_S,
      duration: FILM.duration,
      playing: true,
      buffering: false,
      bufferedTo: 74,
    },
    extras: EXTRAS,
    browser: LIBRARY,
    canInvite: true,
    canDuck: true,
    choices: {
      ...NO_CHOICES,
      qualities: [
        { id: 0, height: 540, bitrate: 300_000, label: "540p" },
        { id: 1, height: 270, bitrate: 100_000, label: "270p" },
      ],
      captionTracks: [
        { id: "en", language: "en", label: "English" },
        { id: "es", language: "es", label: "Español" },
      ],
    },
    ...over,
  });
}

const GUEST: FakeStart = {
  me: { id: "ben", username: "Benny", avatarUrl: null },
  mayControl: false,
  primaryAction: "pause_here",
};
const PAUSED: NonNullable<FakeStart["playback"]> = {
  position: PLACE_S,
  duration: FILM.duration,
  playing: false,
  buffering: false,
  bufferedTo: 74,
};

function sync(
  over: Partial<NonNullable<FakeStart["sync"]>>,
): FakeStart["sync"] {
  return {
    status: "in_sync",
    driftMs: 12,
    rttMs: 48,
    quality: "good",
    isAway: false,
    ...over,
  };
}

function nothingOn(
  over: FakeStart = {},
  room: Partial<Room> = {},
): FakeStart {
  return watching({
    playback: { ...PAUSED, position: 0, duration: 0, bufferedTo: 0 },
    primaryAction: null,
    sync: sync({ status: "idle", driftMs: null }),
    extras: undefined,
    skew: null,
    presence: {},
    choices: NO_CHOICES,
    ...over,
  }, {
    video: null,
    timeline: {
      videoId: null,
      playing: false,
      position: 0,
      rate: 1,
      at: 0,
      by: "ada",
    },
    ...room,
  });
}

function stopped(room: Partial<Room> = {}): Partial<Room> {
  return {
    timeline: {
      videoId: FILM.id,
      playing: false,
      position: PLACE_S,
      rate: 1,
      at: 0,
      by: "ada",
    },
    ...room,
  };
}

/** Every state, by the name that its pictures have. */
export const STATES = {
  "joining": (): FakeStart => ({ phase: { step: "joining" } }),
  "cannot-enter": (): FakeStart => ({
    phase: {
      step: "failed",
      reason: "The room is full. Try again when somebody has left.",
    },
  }),
  "removed": (): FakeStart => ({
    phase: {
      step: "failed",
      code: "removed",
      reason: "Ada removed you from this room. Wait 10 minutes.",
    },
  }),
  "nothing-on": () => nothingOn(),
  "nothing-on-guest": () => nothingOn({ ...GUEST, primaryAction: null }),
  "library-loading": () => nothingOn({ browser: { state: "loading" } }),
  "library-empty": () =>
    nothingOn({
      browser: {
        state: "ready",
        videos: [],
        query: "whales",
        more: "no",
        samplesBecause: null,
      },
    }),
  "library-failed": () =>
    nothingOn({
      browser: {
        state: "failed",
        reason: "The video library does not answer.",
        query: "",
        isRetrying: false,
      },
    }),
  "playing": () => watching(),
  "playing-guest": () => watching(GUEST),
  "co-hosts": () =>
    nothingOn({}, {
      settings: { control: "host", waitForAll: true, cohosts: ["ben", "m3"] },
    }),
  "came-and-went": () =>
    nothingOn({
      later: {
        visits: {
          list: signal([
            {
              key: 3,
              kind: "joined",
              name: "Grace 🦆",
              atMs: 1_800_000_090_000,
            },
            { key: 2, kind: "removed", name: "فاطمة", atMs: 1_800_000_060_000 },
            {
              key: 1,
              kind: "left",
              name: "Élias Ørsted",
              atMs: 1_800_000_000_000,
            },
          ]),
        },
      },
    }),
  "queue": () =>
    watching({ tab: "queue" }, { queue: QUEUE, members: voting(members(4)) }),
  "eight-people": () => watching({}, { members: members(8) }),
  "paused": () =>
    watching({ playback: PAUSED, primaryAction: "play" }, {
      ...stopped(),
      lastAction: { by: "ben", username: "Benny", kind: "pause", rev: 1 },
    }),
  "paused-for-you": () =>
    watching({
      ...GUEST,
      playback: PAUSED,
      primaryAction: "back",
      sync: sync({ isAway: true, driftMs: -4200 }),
    }),
  "waiting": () =>
    watching({ playback: { ...PAUSED, buffering: true } }, {
      ...stopped(),
      gate: {
        rev: 1,
        reason: "stall",
        waitingFor: ["ben", "m2", "m3"],
        since: 0,
        until: 5000,
      },
    }),
  "are-you-back": () =>
    watching({ ...GUEST, playback: PAUSED, primaryAction: null }, {
      ...stopped(),
      check: { rev: 1, by: "ada", since: 10, until: 120_000, plays: true },
    }),
  "who-is-back": () =>
    watching({ playback: PAUSED, primaryAction: "play" }, {
      ...stopped(),
      check: { rev: 1, by: "ada", since: 10, until: 120_000, plays: true },
    }),
  "catching-up": () =>
    watching({
      ...GUEST,
      sync: sync({ status: "catching_up", driftMs: -420, quality: "fair" }),
    }),
  "reconnecting": () =>
    watching({
      ...GUEST,
      sync: sync({ status: "reconnecting", quality: "poor" }),
    }),
  "media-error": () =>
    watching({
      ...GUEST,
      mediaError: "This video cannot be played on this device.",
      sync: sync({ status: "loading", driftMs: null }),
    }),
  "ended": () =>
    watching({
      playback: { ...PAUSED, position: FILM.duration },
      primaryAction: "again",
    }, {
      queue: QUEUE,
      timeline: {
        videoId: FILM.id,
        playing: false,
        position: FILM.duration,
        rate: 1,
        at: 0,
        by: "ada",
      },
    }),
} satisfies Record<string, () => FakeStart>;

/** Names of the states. */
export type StateName = keyof typeof STATES;

/** Windows that the page is shown in, and Discord's layout in each, px. */
export const LAYOUTS = {
  "desktop": { width: 1280, height: 720, layout: "focused" },
  "wide": { width: 1920, height: 1080, layout: "focused" },
  "phone": { width: 390, height: 844, layout: "focused" },
  "phone-side": { width: 844, height: 390, layout: "focused" },
  "tile": { width: 320, height: 180, layout: "pip" },
} as const;

/** Names of the layouts. */
export type LayoutName = keyof typeof LAYOUTS;
