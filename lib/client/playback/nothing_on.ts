/**
 * What a screen shows before there is a player, which is loaded on demand.
 * @module
 */
import type { Choices, Playback } from "../app_model.ts";
import type { SyncReport } from "./sync_service.ts";

/** Nothing on screen. */
export const NO_PLAYBACK: Playback = {
  position: 0,
  duration: 0,
  playing: false,
  buffering: false,
  bufferedTo: 0,
};

/** Nothing to follow. */
export const NO_SYNC: SyncReport = {
  status: "idle",
  driftMs: null,
  quality: "good",
  away: null,
};

/** Nothing to choose. */
export const NO_CHOICES: Choices = {
  levels: [],
  level: null,
  tracks: [],
  track: null,
  sounds: [],
  sound: null,
};
