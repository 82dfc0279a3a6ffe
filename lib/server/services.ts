/**
 * What the server is made of; `wiring.ts` makes it.
 * @module
 */
import type { Config } from "./config/config.ts";
import type { Avatars } from "./discord/avatars.ts";
import type { FakeDiscord } from "./discord/fake_discord.ts";
import type { Hub } from "./hub/hub.ts";
import type { Log } from "./log/log.ts";
import type { Media } from "./media/media.ts";
import type { Thumbnails } from "./media/thumbnails.ts";
import type { Quotas } from "./limits/quotas.ts";
import type { RoomStore } from "./store/store.ts";
import type { Sessions } from "./auth/sessions.ts";
import type { SignIn } from "./auth/sign_in.ts";
import type { Tickets } from "./auth/tickets.ts";
import type { ClientFaults } from "./telemetry/client_faults.ts";
import type { Telemetry } from "./telemetry/metrics.ts";
import type { Captions } from "./media/captions.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";
import type { VideoExtras } from "./videos/extras.ts";
import type { PlayReports } from "./videos/play_reports.ts";
import type { VideoService } from "./videos/service.ts";
import type { Commands } from "./watch_command/commands.ts";

/** What routes work with, through `ctx.state.services`. */
export interface Services {
  config: Config;
  log: Log;
  telemetry: Telemetry;
  clientFaults: ClientFaults;
  sessions: Sessions;
  signIn: SignIn;
  quotas: Quotas;
  catalogue: Catalogue;
  videos: VideoService;
  /** What videos have beside their media. */
  extras: VideoExtras;
  playReports: PlayReports;
  media: Media;
  captions: Captions;
  thumbnails: Thumbnails;
  avatars: Avatars;
  tickets: Tickets;
  store: RoomStore;
  hub: Hub;
  /** Commands that Discord sends; `null` without its key. */
  commands: Commands | null;
  /** The Discord of the simulator; `null` in production or with a real one. */
  fakeDiscord: FakeDiscord | null;
}
