/**
 * Makes the browser's model of the app: ties entrance, room, screen and
 * Discord together behind signals.
 * @module
 */
import { computed, effect, signal } from "@preact/signals";
import { endOf } from "../shared/room/extent.ts";
import { NO_EXTRAS } from "../shared/video/extras_at.ts";
import { followLocale, pageLanguage } from "./page/language.ts";
import { mergePeople } from "../shared/room/presence.ts";
import type { Trouble } from "../shared/room/protocol.ts";
import type { BesideMedia } from "./playback/beside_media.ts";
import type { AppModel, Notice, SyncState } from "./app_model.ts";
import { watchAttention } from "./page/attention_watch.ts";
import { createCatalogue } from "./catalogue/catalogue.ts";
import { createCollections } from "./catalogue/collections.ts";
import { createCommands } from "./room/commands.ts";
import type { DiscordSide } from "./discord/side.ts";
import { createEntrance } from "./session/entrance.ts";
import { startGatekeeper } from "./playback/gatekeeper.ts";
import { startMediaSession } from "./page/media_session.ts";
import { mismatchSentence } from "./playback/mismatch.ts";
import { mayControl } from "../shared/room/permissions.ts";
import { startReports } from "./room/reports.ts";
import { newsOf, NO_ROOM } from "./room/state.ts";
import { syncMetricsOf } from "../shared/room/sync_metrics.ts";
import { targetAt } from "../sync/target.ts";
import { placeIn } from "./playback/live_place.ts";
import type { FaultReports } from "./page/fault_reports.ts";
import { offersReload } from "./page/new_version.ts";
import { sentenceOf } from "./page/sentence.ts";
import { createSound } from "./playback/sound.ts";
import { NO_CHOICES, NO_SYNC } from "./playback/nothing_on.ts";
import { createApiOnDemand, NOT_LOADED } from "./on_demand.ts";
import type { Watching } from "./playback/watching.ts";

/** Party size told to Discord. Source: docs/design.md, "Configuration", `ROOM_MAX_MEMBERS`. */
const PARTY_SIZE = 200;

/** Makes a model; `start()` begins all I/O. */
export function createApp(): AppModel {
  const watching = signal<Watching | null>(null);
  const side = signal<DiscordSide | null>(null);
  const beside = signal<BesideMedia | null>(null);
  const element = signal<HTMLVideoElement | null>(null);
  const notice = signal<Notice | null>(null);
  const api = createApiOnDemand();
  const catalogue = createCatalogue(api);
  const { browser } = catalogue;
  const collections = createCollections({ api, browser });
  const entrance = createEntrance({
    api,
    onRefused: (message) => tell(message, "error"),
  });
  const { phase, signedIn, link } = entrance;
  const isOutdated = signal(false);
  let users = 0;
  let disconnect = () => {};

  const roomState = computed(() => link.value?.state.value ?? NO_ROOM);
  const room = computed(() => roomState.value.room);
  const me = computed(() => signedIn.value?.me ?? null);
  const may = computed(() => mayControl(room.value, me.value?.id ?? null));
  const commands = createCommands({ room, link, watching, mayControl: may });
  const { playback, send: command } = commands;
  const report = computed(() => watching.value?.report.value ?? NO_SYNC);
  const trouble = computed<Trouble | null>(() => {
    const screen = watching.value;
    if (!screen || !room.value?.video) return null;
    if (screen.mediaError.value !== null) return "cannot_play";
    if (screen.report.value.away === "person") return "paused_here";
    return screen.mismatchS.value === null ? null : "other_length";
  });
  const layout = computed(() =>
    side.value?.surroundings.layout.value ?? "focused"
  );
  const speaking = computed<ReadonlySet<string>>(() =>
    side.value?.people.speaking.value ?? new Set()
  );
  const isSpeaking = computed(() => speaking.value.has(me.value?.id ?? ""));
  const othersSpeak = computed(() =>
    [...speaking.value].some((id) => id !== me.value?.id)
  );
  const sound = createSound({ watching, othersSpeak });

  const sync = computed<SyncState>(() => {
    const { status, driftMs, quality, away } = report.value;
    const isConnected = link.value?.connection.value === "open";
    return {
      status: link.value && !isConnected ? "reconnecting" : status,
      driftMs,
      rttMs: link.value?.rttMs() ?? null,
      quality,
      isAway: away === "person",
    };
  });
  const people = computed(() =>
    mergePeople({
      room: room.value,
      reports: roomState.value.presence,
      placeS: placeNow(),
      participants: side.value?.people.participants.value ?? null,
      voice: side.value?.people.voice.value ?? null,
      speaking: speaking.value,
      me: me.value,
    })
  );

  /** Where the room's film is, s. */
  function placeNow(): number | null {
    const on = room.value;
    const roomNowMs = link.value?.roomNow() ?? null;
    if (!on?.video || roomNowMs === null) return null;
    return targetAt(on.timeline, { roomNowMs, duration: endOf(on) });
  }

  function tell(text: string, tone: Notice["tone"]) {
    notice.value = { id: (notice.peek()?.id ?? 0) + 1, tone, text };
  }

  /** Effects that live while the app runs. @returns The disposer. */
  function connect(): () => void {
    const attention = watchAttention({ layout, isSpeaking });
    let faults: FaultReports | null = null;
    let isOver = false;
    if (document.documentElement.dataset.faults === "on") {
      import("./page/fault_reports.ts").then(({ startFaultReports }) => {
        if (!isOver) faults = startFaultReports();
        // Without it the operator learns less.
      }, () => {});
    }
    const disposers = [
      () => {
        isOver = true;
        faults?.dispose();
      },
      attention.dispose,
      followLocale(computed(() => side.value?.locale.value ?? null)),
      effect(() => {
        const { build } = roomState.value;
        if (build === null) return;
        isOutdated.value = build !== document.documentElement.dataset.build;
      }),
      effect(() => {
        const current = link.value;
        if (!current) return;
        const refusal = current.refusal.value;
        if (current.connection.value === "refused") {
          entrance.fail(refusal ?? "The room did not let you in. Try again.");
        } else if (room.value) entrance.arrived();
      }),
      effect(() => {
        const person = signedIn.value;
        const launch = entrance.launch();
        if (!person || !launch) return;
        let isOver = false;
        // Not needed for the first frame, so it does not delay it.
        import("./discord/side.ts").then(({ createDiscordSide }) => {
          if (!isOver) side.value = createDiscordSide(person, launch);
          // Without it people still watch together; only Discord's extras stay away.
        }, () => {});
        return () => {
          isOver = true;
          side.peek()?.dispose();
          side.value = null;
        };
      }),
      effect(() => {
        const video = element.value;
        const current = link.value;
        if (!video || !current) return;
        let isOver = false;
        // The player is needed once there is a room, and the page before that.
        import("./playback/watching.ts").then(({ watch }) => {
          if (isOver) return;
          watching.value = watch({
            video,
            roomNow: current.roomNow,
            findMedia: api.play,
            findKs: api.session,
            onFault: (fault) => faults?.media(fault),
          });
        }, () => entrance.fail(NOT_LOADED));
        return () => {
          isOver = true;
          watching.peek()?.dispose();
          watching.value = null;
        };
      }),
      effect(() => {
        const screen = watching.value;
        if (!screen) return;
        let isOver = false;
        // Nothing of it is needed before there is a picture.
        import("./playback/beside_media.ts").then(({ createBesideMedia }) => {
          if (!isOver) beside.value = createBesideMedia({ screen, room, api });
          // Without it the bar is a plain one.
        }, () => {});
        return () => {
          isOver = true;
          beside.peek()?.dispose();
          beside.value = null;
        };
      }),
      effect(() => {
        const current = room.value;
        if (current) {
          watching.value?.follow(current.timeline, {
            on: current,
            nextId: current.queue[0]?.video.id ?? null,
          });
        }
      }),
      effect(() => {
        const current = room.value;
        const roomNowMs = link.value?.roomNow() ?? null;
        if (!current || roomNowMs === null) return;
        side.value?.showActivity(current, {
          roomNowMs,
          epochNowMs: Date.now(),
          maxMembers: PARTY_SIZE,
        });
      }),
      collections.start(),
      offerLinkedVideo(),
      effect(() => {
        const differenceS = watching.value?.mismatchS.value ?? null;
        if (differenceS !== null) tell(mismatchSentence(differenceS), "error");
      }),
      effect(() => {
        const video = element.value;
        return video ? side.value?.watchHardware(video) : undefined;
      }),
      effect(() => {
        // A hot device is given the smallest picture; the person may choose otherwise.
        const { levels } = watching.value?.choices.value ?? NO_CHOICES;
        const smallest = levels.at(-1);
        if (side.value?.surroundings.isHot.value && smallest) {
          watching.peek()?.setLevel(smallest.id);
        }
      }),
      startGatekeeper({
        room,
        myId: computed(() => me.value?.id ?? null),
        link,
        watching,
      }),
      sound.start(),
      startMediaSession({
        room,
        mayControl: may,
        press: () => commands.press.peek(),
        act: commands.act,
        seekBy(seconds) {
          const now = playback.peek();
          const position = placeIn(now, now.position + seconds);
          command({ type: "seek", position });
        },
        playNext: (itemId) => command({ type: "play_item", itemId }),
      }),
      startReports({
        link,
        playback,
        report,
        trouble,
        loadedId: computed(() => watching.value?.loadedId.value ?? null),
        media: () => watching.peek()?.media() ?? null,
        metrics: () => watching.peek()?.metrics() ?? null,
        // A server of another build may not know this field, and refuses what it does not know.
        player: () =>
          isOutdated.peek() ? null : watching.peek()?.player() ?? null,
        watch: attention,
      }),
    ];
    return () => {
      for (const dispose of disposers) dispose();
    };
  }

  /** A link opens at its video where the room has none yet. @see SPEC P19 */
  function offerLinkedVideo(): () => void {
    let isOffered = false;
    return effect(() => {
      if (phase.value.step !== "ready" || isOffered || !may.value) return;
      isOffered = true;
      const videoId = entrance.launch()?.link.videoId ?? null;
      if (videoId !== null && !room.peek()?.video) {
        command({ type: "load", videoId });
      }
    });
  }

  async function attempt<T>(wish: Promise<T> | undefined): Promise<void> {
    await wish?.catch((error) => tell(sentenceOf(error), "error"));
  }

  return {
    phase,
    me,
    room,
    presence: computed(() => roomState.value.presence),
    people,
    skew: computed(() => roomState.value.skew),
    getSyncMetrics: () => syncMetricsOf(roomState.peek()),
    layout,
    isHot: computed(() => side.value?.surroundings.isHot.value ?? false),
    locale: computed(() => side.value?.locale.value ?? pageLanguage.value),
    canInvite: computed(() => side.value?.canInvite ?? false),
    sync,
    playback,
    press: commands.press,
    browser,
    collections: collections.list,
    collection: catalogue.collection,
    notice,
    lastAction: computed(() => newsOf(roomState.value)),
    mayControl: may,
    needsUnmute: computed(() => watching.value?.needsUnmute.value ?? false),
    volume: sound.volume,
    muted: sound.muted,
    canDuck: computed(() =>
      signedIn.value?.scopes.includes("rpc.voice.read") ?? false
    ),
    isDucking: sound.isDucking,
    choices: computed(() => watching.value?.choices.value ?? NO_CHOICES),
    extras: computed(() => beside.value?.extras.value ?? NO_EXTRAS),
    mediaError: computed(() => watching.value?.mediaError.value ?? null),
    isRetryingMedia: computed(() => watching.value?.isRetrying.value ?? false),
    offersReload: computed(() => {
      const { playing, position, duration } = playback.value;
      return offersReload({
        isOutdated: isOutdated.value,
        hasVideo: Boolean(room.value?.video),
        playing,
        isAway: sync.value.isAway,
        hasFailed: phase.value.step === "failed" ||
          Boolean(watching.value?.mediaError.value),
        leftS: duration > 0 ? duration - position : Infinity,
      });
    }),

    start() {
      if (users++ === 0) {
        disconnect = connect();
        entrance.enter();
      }
      return () => {
        if (--users > 0) return;
        commands.dispose();
        entrance.leave();
        disconnect();
        catalogue.dispose();
        api.dispose();
      };
    },
    reload: () => location.reload(),
    retry: entrance.enter,
    attachVideo(video) {
      element.value = video;
      return () => {
        if (element.peek() === video) element.value = null;
      };
    },
    act: commands.act,
    seek: (position) => command({ type: "seek", position }),
    setRate: (rate) => command({ type: "rate", rate }),
    load: (videoId) => command({ type: "load", videoId }),
    handOver: (to) => command({ type: "hand_over", to }),
    setControl: (control) => command({ type: "set_control", control }),
    setWaitForAll: (waitForAll) => command({ type: "set_wait", waitForAll }),
    continueWithout: () => command({ type: "continue" }),
    suggest: (videoId) => command({ type: "suggest", videoId }),
    playItem: (itemId) => command({ type: "play_item", itemId }),
    moveItem: (itemId, to) => command({ type: "move_item", itemId, to }),
    removeItem: (itemId) => command({ type: "remove_item", itemId }),
    resync: () => watching.peek()?.resync(),
    setVolume: sound.setVolume,
    setMuted: sound.setMuted,
    setDucking: sound.setDucking,
    unmute: () => sound.setMuted(false),
    setLevel: (id) => watching.peek()?.setLevel(id),
    setTrack: (id) => watching.peek()?.setTrack(id),
    setSound: (id) => watching.peek()?.setSound(id),
    browse: (query) => void catalogue.browse(query),
    browseIn: (collection) => void catalogue.browseIn(collection),
    browseMore: () => void catalogue.more(),
    invite: () => void attempt(side.peek()?.invite()),
    share: () => void attempt(side.peek()?.share(room.peek()?.video ?? null)),
  };
}
