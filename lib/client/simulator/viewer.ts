/**
 * One viewer of the simulator: a person, their frame, their network, and the
 * Discord around them.
 * @module
 */
import { type Signal, signal } from "@preact/signals";
import {
  CAST_CHANNEL_ID,
  CAST_GUILD_ID,
  type CastMember,
} from "../../shared/cast.ts";
import {
  createDiscordHost,
  type HostFaults,
  type SharedLink,
  type Sharing,
} from "./discord_host.ts";
import { type FrameWatch, watchFrame } from "./skew.ts";

/** How large Discord shows the Activity. The number is the SDK's. */
export const LAYOUTS = { focused: 0, tile: 1, grid: 2 } as const;
/** See {@linkcode LAYOUTS}. */
export type ViewerLayout = keyof typeof LAYOUTS;
/** Screens to try; all but the first are phones. */
export const SCREENS = [
  "desktop",
  "phone",
  "small phone",
  "phone on its side",
] as const;
/** See {@linkcode SCREENS}. */
export type ViewerScreen = typeof SCREENS[number];
/** Languages to try: each with texts, one without, one with other digits. */
export const LOCALES = [
  "en-GB",
  "es-ES",
  "pt-BR",
  "fr",
  "de",
  "ja",
  "fi",
  "ar-EG",
] as const;
type ViewerLocale = typeof LOCALES[number];
/** The SDK's numbers for `NOMINAL` and `SERIOUS`. */
const HEAT = { normal: 0, hot: 2 } as const;

/** A viewer's network and clock; the frame's shim reads them at each use. Round trip and spread in ms. */
export interface ViewerNetwork {
  delayMs: Signal<number>;
  jitterMs: Signal<number>;
  clockErrorMs: Signal<number>;
  isOffline: Signal<boolean>;
}

/** A dialog of Discord's over the Activity. */
type Dialog =
  | { type: "invite" }
  | { type: "share"; link: SharedLink; onEnd(sharing: Sharing): void };

/** One frame of the simulator, with the person in it. */
export interface Viewer {
  person: CastMember;
  /** Of the newest opening, as Discord's: each has its own. */
  readonly frameId: string;
  network: ViewerNetwork;
  layout: Signal<ViewerLayout>;
  screen: Signal<ViewerScreen>;
  faults: Signal<HostFaults>;
  isSpeaking: Signal<boolean>;
  /** Whether this person sits in the voice channel. */
  isInVoice: Signal<boolean>;
  isHot: Signal<boolean>;
  locale: Signal<ViewerLocale>;
  /** Whether the room has made them host, as their own page shows it. */
  isHost: Signal<boolean>;
  /** Discord's dialog over this viewer's Activity. */
  dialog: Signal<Dialog | null>;
  /** What Discord last did for this viewer. */
  said: Signal<string>;
  /** Address of the frame; changes when the frame is reloaded, `null` before `open()`. */
  src: Signal<string | null>;
  /** Looks at what the frame shows. */
  look(): void;
  /** Whether this person has signed in. */
  isIn(): boolean;
  /** Takes a message if it comes from this frame. */
  receive(event: MessageEvent): void;
  emit(event: string, data: unknown): void;
  /** Gives the frame's element. @returns The disposer. */
  attach(frame: HTMLIFrameElement): () => void;
  watch(): FrameWatch | null;
  /** Presses what a selector finds in the frame, as this person would. */
  press(selector: string): void;
  /** Opens the Activity for the first time; later calls do nothing. */
  open(): void;
  /** Whether the Activity of the newest opening has come into the room, or has said why it could not. */
  hasArrived(): boolean;
  /** Opens the Activity anew. */
  reload(): void;
}

/** Who the viewer is, and how their frame is reached. */
interface ViewerOptions {
  person: CastMember;
  instanceId: string;
  customId: string | null;
  /** Of a bot's link. */
  metadata: string | null;
  participants(): readonly CastMember[];
  voice(): readonly CastMember[];
}

const NO_FAULTS: HostFaults = {
  dropsReady: false,
  refusesConsent: false,
  refusesRpcScopes: false,
  isOld: false,
};

/** The SDK's number of a device's heat. */
export function heatOf(isHot: boolean): number {
  return isHot ? HEAT.hot : HEAT.normal;
}

/** Makes a viewer whose frame is not on the page yet. Browser only. */
export function createViewer(options: ViewerOptions): Viewer {
  const { person, instanceId } = options;
  let frameId = crypto.randomUUID();
  const faults = signal(NO_FAULTS);
  const said = signal("");
  const screen = signal<ViewerScreen>("desktop");
  const layout = signal<ViewerLayout>("focused");
  const isHot = signal(false);
  const locale = signal<ViewerLocale>("en-GB");
  const isHost = signal(false);
  const dialog = signal<Dialog | null>(null);
  const launch = signal(0);
  let frame: HTMLIFrameElement | null = null;
  let watch: FrameWatch | null = null;
  let host = makeHost();

  function makeHost() {
    return createDiscordHost({
      person,
      instanceId,
      frameId,
      post: (message) =>
        frame?.contentWindow?.postMessage(message, location.origin),
      async authorize(scopes) {
        const response = await fetch("/simulator/authorize", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            person: person.id,
            instance: instanceId,
            scopes,
          }),
        });
        const { code } = await response.json();
        return code;
      },
      async isToken(accessToken) {
        const response = await fetch(
          "/simulator/discord/api/v10/users/@me",
          { headers: { authorization: `Bearer ${accessToken}` } },
        );
        return response.ok && (await response.json()).id === person.id;
      },
      faults: () => faults.value,
      state: () => ({
        layoutMode: LAYOUTS[layout.peek()],
        thermalState: heatOf(isHot.peek()),
        locale: locale.peek(),
      }),
      participants: options.participants,
      voice: options.voice,
      onInvite: () => dialog.value = { type: "invite" },
      onShare: (link) =>
        new Promise((resolve) => {
          dialog.value = {
            type: "share",
            link,
            onEnd(sharing) {
              dialog.value = null;
              resolve(sharing);
            },
          };
        }),
      onSay: (text) => said.value = text,
    });
  }

  function address(): string {
    // Discord writes what it does not know as the word `undefined`.
    const query = new URLSearchParams({
      instance_id: instanceId,
      location_id: `gc-${CAST_GUILD_ID}-${CAST_CHANNEL_ID}`,
      launch_id: String(launch.peek()),
      referrer_id: "undefined",
      custom_id: options.customId ?? "undefined",
      guild_id: CAST_GUILD_ID,
      channel_id: CAST_CHANNEL_ID,
      frame_id: frameId,
      platform: screen.peek() === "desktop" ? "desktop" : "mobile",
      ...(options.metadata === null ? {} : { metadata: options.metadata }),
    });
    return `/?${query}`;
  }
  const src = signal<string | null>(null);

  /** The page in the frame, once it is the newest one that was asked for. */
  function page(): HTMLElement | null {
    const { contentDocument } = frame ?? {};
    const query = new URLSearchParams(contentDocument?.location.search);
    return contentDocument && query.get("frame_id") === frameId
      ? contentDocument.documentElement
      : null;
  }

  return {
    person,
    get frameId() {
      return frameId;
    },
    network: {
      delayMs: signal(0),
      jitterMs: signal(0),
      clockErrorMs: signal(0),
      isOffline: signal(false),
    },
    layout,
    screen,
    faults,
    isSpeaking: signal(false),
    isInVoice: signal(true),
    isHot,
    locale,
    isHost,
    dialog,
    look() {
      isHost.value = page()?.dataset.role === "host";
    },
    said,
    src,
    isIn: () => host.isAuthenticated,
    receive(event) {
      if (frame && event.source === frame.contentWindow) {
        void host.receive(event.data);
      }
    },
    emit: (event, data) => host.emit(event, data),
    attach(element) {
      frame = element;
      watch = watchFrame(element);
      return () => {
        watch?.dispose();
        watch = null;
        frame = null;
      };
    },
    watch: () => watch,
    press(selector) {
      frame?.contentDocument?.querySelector<HTMLElement>(selector)?.click();
    },
    open() {
      src.value ??= address();
    },
    hasArrived() {
      const phase = page()?.dataset.phase;
      return phase === "ready" || phase === "failed";
    },
    reload() {
      launch.value++;
      dialog.value = null;
      frameId = crypto.randomUUID();
      host = makeHost();
      if (src.peek() !== null) src.value = address();
    },
  };
}
