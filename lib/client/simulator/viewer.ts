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
import { createDiscordHost, type HostFaults } from "./discord_host.ts";
import { type FrameWatch, watchFrame } from "./skew.ts";

/** How large Discord shows the Activity. The number is the SDK's. */
export const LAYOUTS = { focused: 0, tile: 1, grid: 2 } as const;
/** See {@linkcode LAYOUTS}. */
export type ViewerLayout = keyof typeof LAYOUTS;
/** Screens to try. */
export type ViewerScreen = "desktop" | "phone";

/** A viewer's network and clock; the frame's shim reads them at each use. Round trip and spread in ms. */
export interface ViewerNetwork {
  delayMs: Signal<number>;
  jitterMs: Signal<number>;
  clockErrorMs: Signal<number>;
  isOffline: Signal<boolean>;
}

/** See the module. */
export interface Viewer {
  person: CastMember;
  frameId: string;
  network: ViewerNetwork;
  layout: Signal<ViewerLayout>;
  screen: Signal<ViewerScreen>;
  faults: Signal<HostFaults>;
  isSpeaking: Signal<boolean>;
  /** What Discord last did for this viewer. */
  said: Signal<string>;
  /** Address of the frame; changes when the frame is reloaded. */
  src: Signal<string>;
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
  /** Opens the Activity anew. */
  reload(): void;
}

/** Options of {@linkcode createViewer}. */
export interface ViewerOptions {
  person: CastMember;
  instanceId: string;
  customId: string | null;
  participants(): readonly CastMember[];
  voice(): readonly CastMember[];
}

const NO_FAULTS: HostFaults = {
  dropsReady: false,
  refusesConsent: false,
  refusesRpcScopes: false,
  isOld: false,
};

/** Makes a viewer whose frame is not on the page yet. Browser only. */
export function createViewer(options: ViewerOptions): Viewer {
  const { person, instanceId } = options;
  const frameId = crypto.randomUUID();
  const faults = signal(NO_FAULTS);
  const said = signal("");
  const screen = signal<ViewerScreen>("desktop");
  const launch = signal(0);
  let frame: HTMLIFrameElement | null = null;
  let watch: FrameWatch | null = null;
  let host = makeHost();

  function makeHost() {
    return createDiscordHost({
      person,
      instanceId,
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
      participants: options.participants,
      voice: options.voice,
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
      platform: screen.peek() === "phone" ? "mobile" : "desktop",
    });
    return `/?${query}`;
  }
  const src = signal(address());

  return {
    person,
    frameId,
    network: {
      delayMs: signal(0),
      jitterMs: signal(0),
      clockErrorMs: signal(0),
      isOffline: signal(false),
    },
    layout: signal("focused"),
    screen,
    faults,
    isSpeaking: signal(false),
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
    reload() {
      launch.value++;
      host = makeHost();
      src.value = address();
    },
  };
}
