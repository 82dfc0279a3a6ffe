/**
 * What each key of the player does.
 * @module
 */
import { nextRate } from "../../shared/room/rates.ts";
import { t } from "../../shared/texts.ts";
import type { AppModel } from "../model/app_model.ts";
import type { Scrub } from "../playback/scrub.ts";
import { placeIn } from "../playback/live_place.ts";
import { showFlash } from "./flash.ts";
import { flashLeap, percent } from "./flash_figures.ts";
import { toggleFullscreen } from "../page/fullscreen.ts";
import { togglePictureInPicture } from "../page/picture_in_picture.ts";
import { pressAction } from "./press_action.ts";
import type { Shortcut } from "./shortcuts.ts";

/** What keys act on. */
export interface KeyTargets {
  model: AppModel;
  scrub: Scrub;
  /** Whether places and speeds are this person's to choose. */
  maySeek: boolean;
  togglePanel(): void;
  search(): void;
  help(): void;
}

/** Does what a key asks for. */
export function performShortcut(
  shortcut: Shortcut,
  { model, scrub, maySeek, togglePanel, search, help }: KeyTargets,
): void {
  const { screen, volume, room } = model;
  const playback = screen.playback.value;
  const seekBy = (seconds: number) => {
    const from = scrub.place.value ?? playback.position;
    scrub.settle(placeIn(playback, from + seconds));
    if (Math.abs(seconds) >= 1) flashLeap(seconds, model.discord.locale.value);
  };
  switch (shortcut.type) {
    case "toggle": {
      const action = screen.primaryAction.value;
      if (action !== null) pressAction(model, action);
      return;
    }
    case "seek":
      if (maySeek) seekBy(shortcut.by);
      return;
    case "frame":
      if (maySeek && !playback.playing) seekBy(shortcut.by);
      return;
    case "part":
      if (maySeek && playback.duration > 0) {
        scrub.settle(placeIn(playback, playback.duration * shortcut.to));
      }
      return;
    case "rate": {
      const rate = room.current.value?.timeline.rate ?? 1;
      const next = nextRate(rate, shortcut.by);
      if (!maySeek) return;
      if (next !== rate) room.send({ type: "rate", rate: next });
      showFlash("rate", `${next}×`);
      return;
    }
    case "volume":
      changeVolume(model, shortcut.by);
      return;
    case "mute":
      volume.setMuted(!volume.isMuted.value);
      flashVolume(model);
      return;
    case "captions":
      toggleCaptions(model);
      return;
    case "fullscreen":
      toggleFullscreen("cinema");
      return;
    case "picture_in_picture":
      togglePictureInPicture("cinema");
      return;
    case "panel":
      togglePanel();
      return;
    case "search":
      search();
      return;
    case "help":
      help();
      return;
  }
}

/** @param by Parts of 1. */
function changeVolume(model: AppModel, by: number): void {
  const { volume } = model;
  const from = volume.isMuted.value ? 0 : volume.level.value;
  const level = Math.min(1, Math.max(0, Math.round((from + by) * 100) / 100));
  volume.setLevel(level);
  volume.setMuted(level === 0);
  flashVolume(model);
}

function flashVolume({ volume, discord }: AppModel): void {
  const level = volume.isMuted.value ? 0 : volume.level.value;
  showFlash(
    level === 0 ? "muted" : "sound",
    percent(level, discord.locale.value),
  );
}

/** Turns captions off, or the first on. */
export function toggleCaptions({ choices }: AppModel): void {
  const { captionTrack, captionTracks } = choices.current.value;
  const [first] = captionTracks;
  const next = captionTrack === null ? first ?? null : null;
  choices.setCaptionTrack(next?.id ?? null);
  if (first) showFlash("captions", next?.label ?? t().gear.off);
}
