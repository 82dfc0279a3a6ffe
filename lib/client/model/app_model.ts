/**
 * The browser's state as islands see it: small models, each with signals to
 * read and actions to call. `app/page_model.ts` makes the one of a
 * page.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { type CatalogueModel, UNASKED_CATALOGUE } from "./catalogue.ts";
import { type ChoicesModel, EMPTY_CHOICES } from "./choices.ts";
import { type DiscordModel, SILENT_DISCORD } from "./discord.ts";
import { NO_NOTICES, type NoticesModel } from "./notices.ts";
import { NEW_PANEL, type PanelModel } from "./panel.ts";
import { NO_REACTIONS, type ReactionsModel } from "./reactions.ts";
import type { ResumeModel } from "./resume.ts";
import { EMPTY_ROOM, type RoomModel } from "./room.ts";
import { EMPTY_SCREEN, type ScreenModel } from "./screen.ts";
import { NO_SESSION, type SessionModel } from "./session.ts";
import type { SoundsModel } from "./sounds.ts";
import type { VisitsModel } from "./visits.ts";
import { FULL_VOLUME, type VolumeModel } from "./volume.ts";

/** Parts whose code is loaded beside the room. */
export interface LaterModel {
  resume: ResumeModel;
  sounds: SoundsModel;
  visits: VisitsModel;
}

/** All that islands read and do. */
export interface AppModel {
  session: SessionModel;
  room: RoomModel;
  screen: ScreenModel;
  choices: ChoicesModel;
  volume: VolumeModel;
  catalogue: CatalogueModel;
  discord: DiscordModel;
  notices: NoticesModel;
  panel: PanelModel;
  reactions: ReactionsModel;
  /** What comes after the first frame; `null` until it has. */
  later: ReadonlySignal<LaterModel | null>;
  /** Begins all I/O; one island calls it. @returns The disposer. */
  start(options: StartOptions): () => void;
}

/** What a page must know to begin. */
interface StartOptions {
  /** Discord's id of this application; public. */
  clientId: string;
  /** How many a room takes. */
  maxMembers: number;
}

/** What the server renders, and the page shows before it starts. */
export const EMPTY_MODEL: AppModel = {
  session: NO_SESSION,
  room: EMPTY_ROOM,
  screen: EMPTY_SCREEN,
  choices: EMPTY_CHOICES,
  volume: FULL_VOLUME,
  catalogue: UNASKED_CATALOGUE,
  discord: SILENT_DISCORD,
  notices: NO_NOTICES,
  panel: NEW_PANEL,
  reactions: NO_REACTIONS,
  later: signal(null),
  start: () => () => {},
};
