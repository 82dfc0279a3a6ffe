/**
 * The Activity's page with a model that stands still: any state, at once, with
 * the real components and styles, and a frame of the real film.
 * @module
 */
import { type Signal, signal } from "@preact/signals";
import { render } from "preact";
import { Shell } from "@/components/Shell.tsx";
import Library from "@/islands/Library.tsx";
import PanelTabs from "@/islands/PanelTabs.tsx";
import Player from "@/islands/Player.tsx";
import PresenceList from "@/islands/PresenceList.tsx";
import Queue from "@/islands/Queue.tsx";
import SyncStatus from "@/islands/SyncStatus.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import type { PanelModel } from "@/lib/client/model/panel.ts";
import type { ShownReaction } from "@/lib/client/model/reactions.ts";
import type { ViewerStatus } from "@/lib/client/model/screen.ts";
import { createPanel } from "@/lib/client/page/panel.ts";
import { viewerStatusOf } from "@/lib/client/playback/status.ts";
import { waitedForIn } from "@/lib/shared/room/ready_check.ts";
import { directionOf, type Language, speak } from "@/lib/shared/texts.ts";
import {
  createFakeAppModel,
  type FakeStart,
} from "@/tests/support/fake_app_model.ts";
import { LAYOUTS, PLACE_S, type StateName, STATES } from "./states.ts";

/** More than a frame of the film lasts, s. Source: the sample's 25 a second. */
const FRAME_S = 0.05;

/** What comes after a moment comes so. Source: the style sheet of the stage. */
const LATE = "appear";

/** What the page is told to show. */
export interface Show {
  state: StateName;
  layout: keyof typeof LAYOUTS;
  language: Language;
}

/** The state as the page puts it together. */
function statusOf(
  { phase, sync, room, mediaError, playback }: FakeStart,
): ViewerStatus {
  return viewerStatusOf({
    phase: phase?.step ?? "ready",
    sync: sync ?? { status: "idle", isAway: false },
    hasVideo: Boolean(room?.video),
    hasFailed: Boolean(mediaError),
    waitingFor: room ? waitedForIn(room) : [],
    playing: room?.timeline.playing ?? false,
    leftS: (playback?.duration || Infinity) - (playback?.position ?? 0),
    by: room?.timeline.by ?? null,
  });
}

/** One frame of a moving picture: the state that is shown, a moment later. */
export interface Moment {
  /** From the first frame on, s. */
  atS: number;
  playing: boolean;
  /** How far Benny is from the room, ms. */
  driftMs: number;
  reactions: readonly ShownReaction[];
}

let shownModel: AppModel | null = null;
/** When each animation was seen first, s: they go on with the film, not with the clock. */
const begun = new WeakMap<Animation, number>();

/** Fakes have signals that can be written. */
function write<T>(signal: { value: T }, value: T): void {
  (signal as Signal<T>).value = value;
}

/** Goes to a moment of the film that is on; settles when it is drawn. */
async function move(
  { atS, playing, driftMs, reactions }: Moment,
): Promise<void> {
  const model = shownModel;
  const video = document.querySelector<HTMLVideoElement>("video.picture");
  if (!model || !video) throw new Error("Show a state with a film first");
  const { playback, status } = model.screen;
  const position = PLACE_S + atS;
  write(playback, { ...playback.value, position, playing });
  write<ViewerStatus>(
    status,
    playing ? { kind: "in_sync" } : { kind: "paused", by: "ada" },
  );
  write(model.screen.primaryAction, playing ? "pause" : "play");
  const { here, elsewhere } = model.room.people.value;
  write(model.room.people, {
    elsewhere,
    here: here.map((one) => one.id === "ben" ? { ...one, driftMs } : one),
  });
  write(model.reactions.shown, reactions);
  // Where it stands no frame is drawn again.
  if (video.currentTime !== position) {
    const drawn = untilFrame(video, position);
    video.currentTime = position;
    await drawn;
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
  for (const animation of document.getAnimations()) {
    const sinceS = begun.get(animation) ?? atS;
    begun.set(animation, sinceS);
    animation.pause();
    animation.currentTime = (atS - sinceS) * 1000;
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Settles once the frame of a place is on the screen: a seek is over before that. */
function untilFrame(video: HTMLVideoElement, place: number): Promise<void> {
  return new Promise((resolve) =>
    video.requestVideoFrameCallback(function look(_now, { mediaTime }) {
      if (Math.abs(mediaTime - place) < FRAME_S) resolve();
      else video.requestVideoFrameCallback(look);
    })
  );
}

let closePanel = () => {};

/** The page's own panel, on the state's tab: it is open where the page would have it open. */
function panelOf({ room, tab = "people" }: FakeStart): PanelModel {
  closePanel();
  const panel = createPanel({ hasVideo: signal(Boolean(room?.video)) });
  closePanel = panel.start();
  panel.show(tab);
  return panel;
}

/** Shows a state; settles when its film's frame, pictures and fonts are there. */
async function show({ state, layout, language }: Show): Promise<void> {
  const { texts } = await import(`${location.origin}/texts/${language}.js`);
  speak(() => texts);
  Object.assign(document.documentElement, {
    lang: language,
    dir: directionOf(language),
  });
  const start = STATES[state]();
  const model = createFakeAppModel({
    ...start,
    status: statusOf(start),
    layout: LAYOUTS[layout].layout,
    locale: language,
  });
  model.panel = panelOf(start);
  shownModel = model;
  const hasFilm = Boolean(start.room?.video) && !start.mediaError;
  const shown = new Promise<void>((resolve) => {
    model.screen.attach = (video) => {
      if (!hasFilm) return () => {};
      video.muted = true;
      video.src = "/film.mp4";
      // The last frame begins before the end.
      const place = Math.min(start.playback?.position ?? PLACE_S, 89.9);
      video.currentTime = place;
      untilFrame(video, place).then(resolve);
      return () => video.removeAttribute("src");
    };
    if (!hasFilm) resolve();
  });
  render(null, document.body);
  render(
    <Shell
      clientId="1"
      player={<Player clientId="1" maxMembers={200} model={model} />}
      status={<SyncStatus version="0.1.0" model={model} />}
      tabs={<PanelTabs model={model} />}
      people={<PresenceList model={model} />}
      queue={<Queue model={model} />}
      library={<Library model={model} />}
    />,
    document.body,
  );
  await shown;
  await untilStill();
}

/** Settles once parts that are loaded on demand, pictures and fonts are there: when nothing has come in two frames. What comes after a moment is there at once. */
async function untilStill(): Promise<void> {
  let isStill = false;
  const observer = new MutationObserver(() => isStill = false);
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
  });
  while (!isStill) {
    isStill = true;
    await document.fonts.ready;
    await Promise.all(
      [...document.images].map((image) => {
        // Else those below the fold are never there.
        image.loading = "eager";
        return image.decode().catch(() => {});
      }),
    );
    for (let frame = 0; frame < 2; frame++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      // Effects run in a task after a frame.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  observer.disconnect();
  for (const animation of document.getAnimations()) {
    if (animation instanceof CSSAnimation && animation.animationName === LATE) {
      animation.finish();
    }
  }
}

Object.assign(globalThis, { show, move });
