/**
 * Makes the browser's model of the app: ties sign-in, room and screen together
 * behind signals.
 * @module
 */
import { batch, computed, effect, signal } from "@preact/signals";
import type { Command } from "../shared/protocol.ts";
import { createApi } from "./api.ts";
import type {
  AppModel,
  Browser,
  Me,
  Notice,
  Phase,
  SyncState,
} from "./app_model.ts";
import { parseLaunch } from "./launch.ts";
import { mayControl } from "./permissions.ts";
import { startReports } from "./reports.ts";
import { createRoomLink, type RoomLink } from "./room_link.ts";
import { NO_ROOM } from "./room_state.ts";
import { createSignIn, type SignedIn } from "./sign_in.ts";
import { readVolume, writeVolume } from "./volume.ts";
import { NO_PLAYBACK, NO_SYNC, watch, type Watching } from "./watching.ts";

/** How long a press is shown before the room confirms it, ms. Chosen: longer than the longest lead and a slow way. */
const PRESS_SHOWN_MS = 3000;

/** Makes a model; `start()` begins all I/O. */
export function createApp(): AppModel {
  const phase = signal<Phase>({ step: "idle" });
  const me = signal<Me | null>(null);
  const link = signal<RoomLink | null>(null);
  const watching = signal<Watching | null>(null);
  const element = signal<HTMLVideoElement | null>(null);
  const browser = signal<Browser>({ state: "idle" });
  const notice = signal<Notice | null>(null);
  const pressed = signal<{ playing: boolean; rev: number } | null>(null);
  const volume = signal(1);
  const muted = signal(false);
  const api = createApi();
  let users = 0;
  /** Counts searches, so that a slow answer does not replace a newer one. */
  let browseCount = 0;
  let run: { isStopped: boolean } | null = null;
  let signIn: (() => Promise<SignedIn>) | null = null;
  let pressTimer: ReturnType<typeof setTimeout> | undefined;

  const roomState = computed(() => link.value?.state.value ?? NO_ROOM);
  const room = computed(() => roomState.value.room);
  const may = computed(() => mayControl(room.value, me.value?.id ?? null));
  const report = computed(() => watching.value?.report.value ?? NO_SYNC);

  const sync = computed<SyncState>(() => {
    const { status, driftMs, quality } = report.value;
    const isConnected = link.value?.connection.value === "open";
    return {
      status: link.value && !isConnected ? "reconnecting" : status,
      driftMs,
      rttMs: link.value?.rttMs() ?? null,
      quality,
    };
  });
  const playback = computed(() => {
    const now = watching.value?.playback.value ?? NO_PLAYBACK;
    const press = pressed.value;
    return press && room.value?.rev === press.rev
      ? { ...now, playing: press.playing }
      : now;
  });

  function tell(text: string, tone: Notice["tone"]) {
    notice.value = { id: (notice.peek()?.id ?? 0) + 1, tone, text };
  }

  function command(wish: Command) {
    const { rev } = room.peek() ?? {};
    if (rev !== undefined && (wish.type === "play" || wish.type === "pause")) {
      pressed.value = { playing: wish.type === "play", rev };
      clearTimeout(pressTimer);
      pressTimer = setTimeout(() => pressed.value = null, PRESS_SHOWN_MS);
    }
    link.peek()?.command(wish);
  }

  async function enter() {
    const mine = { isStopped: false };
    run = mine;
    const launch = parseLaunch(location.search);
    const clientId = document.querySelector<HTMLElement>("[data-client-id]")
      ?.dataset.clientId;
    if (!launch || !clientId) {
      phase.value = {
        step: "failed",
        reason: "Cowatch runs inside Discord. Open it from a voice channel.",
      };
      return;
    }
    signIn ??= createSignIn({
      clientId,
      launch,
      api,
      onStep: (step) => phase.value = { step },
    });
    try {
      const person = await signIn();
      if (mine.isStopped) return;
      batch(() => {
        me.value = person.me;
        phase.value = { step: "joining" };
        link.value = createRoomLink({
          ticket: (snapshot) => api.ticket(snapshot),
          onRefused: (message) => tell(message, "error"),
          onOutdated: () =>
            fail("Cowatch was updated. Close it and open it again."),
        });
      });
    } catch (error) {
      if (!mine.isStopped) fail(sentenceOf(error));
    }
  }

  function fail(reason: string) {
    phase.value = { step: "failed", reason };
  }

  function leave() {
    if (run) run.isStopped = true;
    run = null;
    clearTimeout(pressTimer);
    link.peek()?.dispose();
    link.value = null;
  }

  /** Effects that live while the app runs. @returns The disposer. */
  function connect(): () => void {
    const disposers = [
      effect(() => {
        const current = link.value;
        if (!current) return;
        const refusal = current.refusal.value;
        if (current.connection.value === "refused") {
          fail(refusal ?? "The room did not let you in. Try again.");
        } else if (room.value && phase.peek().step === "joining") {
          phase.value = { step: "ready" };
        }
      }),
      effect(() => {
        const video = element.value;
        const current = link.value;
        if (!video || !current) return;
        const next = watch({
          video,
          roomNow: current.roomNow,
          findMedia: (videoId) => api.play(videoId),
        });
        next.setVolume(volume.peek());
        next.setMuted(muted.peek());
        watching.value = next;
        return () => {
          watching.value = null;
          next.dispose();
        };
      }),
      effect(() => {
        const current = room.value;
        if (current) {
          watching.value?.follow(
            current.timeline,
            current.video?.duration ?? null,
          );
        }
      }),
      startReports({ link, playback, report }),
    ];
    return () => {
      for (const dispose of disposers) dispose();
    };
  }

  let disconnect = () => {};

  return {
    phase,
    me,
    room,
    presence: computed(() => roomState.value.presence),
    sync,
    playback,
    browser,
    notice,
    lastAction: computed(() => room.value?.lastAction ?? null),
    mayControl: may,
    needsUnmute: computed(() => watching.value?.needsUnmute.value ?? false),
    volume,
    muted,
    mediaError: computed(() => watching.value?.mediaError.value ?? null),

    start() {
      if (users++ === 0) {
        ({ volume: volume.value, muted: muted.value } = readVolume());
        disconnect = connect();
        void enter();
      }
      return () => {
        if (--users > 0) return;
        leave();
        disconnect();
      };
    },
    retry() {
      leave();
      void enter();
    },
    attachVideo(video) {
      element.value = video;
      return () => {
        if (element.peek() === video) element.value = null;
      };
    },
    play: () => command({ type: "play" }),
    pause: () => command({ type: "pause" }),
    seek: (position) => command({ type: "seek", position }),
    setRate: (rate) => command({ type: "rate", rate }),
    load: (videoId) => command({ type: "load", videoId }),
    handOver: (to) => command({ type: "hand_over", to }),
    setControl: (control) => command({ type: "set_control", control }),
    resync: () => watching.peek()?.resync(),
    setVolume(next) {
      volume.value = next;
      watching.peek()?.setVolume(next);
      writeVolume({ volume: next, muted: muted.peek() });
    },
    setMuted(next) {
      muted.value = next;
      watching.peek()?.setMuted(next);
      writeVolume({ volume: volume.peek(), muted: next });
    },
    unmute() {
      muted.value = false;
      watching.peek()?.setMuted(false);
    },
    async browse(query) {
      const before = browser.peek();
      if (before.state !== "ready") browser.value = { state: "loading" };
      const asked = ++browseCount;
      try {
        const videos = await api.videos(query);
        if (asked === browseCount) {
          browser.value = { state: "ready", videos, query };
        }
      } catch (error) {
        if (asked === browseCount) {
          browser.value = { state: "failed", reason: sentenceOf(error) };
        }
      }
    },
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error && error.message
    ? error.message
    : "Something went wrong. Try again.";
}
