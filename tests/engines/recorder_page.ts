/**
 * Runs in the simulator's page, outside the Activity's frame: writes down what
 * its video shows, by the engine's own word and by the picture itself.
 * @module
 */
import { readCounter } from "./counter.ts";

/** What was written down. Instants are on the clock that all pages of a machine share, ms. */
export interface SeatRecording {
  /** Frames by `requestVideoFrameCallback`. */
  frames: {
    mediaTime: number;
    atMs: number;
    rate: number;
    currentTime: number;
  }[];
  /** Numbers of frames by the picture, read off a canvas. */
  pixels: { counter: number; atMs: number }[];
  seeks: number[];
  pauses: number[];
  rates: { atMs: number; rate: number }[];
}

/** Pause between looks at the picture, ms. Chosen: no multiple of a frame; more would slow what is measured. */
const LOOK_MS = 97;
const WIDTH = 64;
const HEIGHT = 36;

/**
 * The Activity alone, as large as the page, as in Discord. The simulator shows
 * it reduced among its own graphs, and drawing those costs slow engines pictures.
 */
const ALONE = `
  body :not(:has(iframe), iframe) { display: none !important }
  body, body :has(iframe) {
    all: initial !important;
    display: block !important;
    background: #000 !important;
  }
  iframe {
    position: fixed !important;
    inset: 0 !important;
    width: 100vw !important;
    height: 100vh !important;
    transform: none !important;
    border: 0 !important;
    border-radius: 0 !important;
  }`;

const frame = () => document.querySelector("iframe");
const inside = () => frame()?.contentDocument ?? null;
const video = () => inside()?.querySelector("video") ?? null;
const clockOf = (view: Window) => view.performance.timeOrigin;
let notes = blank();
let watched: HTMLVideoElement | null = null;
const canvas = document.createElement("canvas");
canvas.width = WIDTH;
canvas.height = HEIGHT;
const context = canvas.getContext("2d", { willReadFrequently: true });

function blank(): SeatRecording {
  return { frames: [], pixels: [], seeks: [], pauses: [], rates: [] };
}

function now(): number {
  return clockOf(globalThis.window) + performance.now();
}

function watch(): void {
  const element = video();
  const view = frame()?.contentWindow;
  if (!element || !view || element === watched) return;
  watched = element;
  element.addEventListener("seeking", () => notes.seeks.push(now()));
  element.addEventListener("pause", () => notes.pauses.push(now()));
  element.addEventListener("ratechange", () => {
    const rate = element.playbackRate;
    if (rate === (notes.rates.at(-1)?.rate ?? 1)) return;
    notes.rates.push({ atMs: now(), rate });
  });
  element.requestVideoFrameCallback(function note(_now, meta) {
    element.requestVideoFrameCallback(note);
    notes.frames.push({
      mediaTime: meta.mediaTime,
      atMs: clockOf(view) + meta.expectedDisplayTime,
      rate: element.playbackRate,
      currentTime: element.currentTime,
    });
  });
}

function look(): void {
  const element = video();
  if (!element || element.paused) return;
  const atMs = now();
  const counter = counterOf(element);
  if (counter !== null) notes.pixels.push({ counter, atMs });
}

function counterOf(element: HTMLVideoElement): number | null {
  if (!context || element.readyState < 2) return null;
  context.drawImage(element, 0, 0, WIDTH, HEIGHT);
  const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
  return readCounter((x, y) =>
    data[4 * (Math.floor(y * HEIGHT) * WIDTH + Math.floor(x * WIDTH))] ?? 0
  );
}

function buttonOf(name: string): HTMLButtonElement | null {
  const buttons = [
    ...inside()?.querySelectorAll<HTMLButtonElement>(
      "button, summary, label",
    ) ?? [],
  ];
  return buttons.find((one) => {
    const label = one.getAttribute("aria-label");
    const isMeant = label?.startsWith(name) ?? one.textContent?.includes(name);
    return isMeant && !one.disabled;
  }) ?? null;
}

/** Where in an element a person would click: the middle first. */
const PLACES = [0.5, 0.25, 0.75, 0.1, 0.9];

/**
 * A place of the page where a click meets an element of the Activity; `null`
 * while other things cover all of it, such as a note that passes.
 */
function placeIn(element: Element): { x: number; y: number } | null {
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const outer = frame()?.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  for (const v of PLACES) {
    for (const u of PLACES) {
      const x = inner.left + u * inner.width;
      const y = inner.top + v * inner.height;
      const met = inside()?.elementFromPoint(x, y) ?? null;
      if (!element.contains(met)) continue;
      return { x: (outer?.left ?? 0) + x, y: (outer?.top ?? 0) + y };
    }
  }
  return null;
}

const recorder = {
  fillPage(): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(ALONE);
    document.adoptedStyleSheets = [sheet];
  },
  /** Whether the Activity's own view is the page's. */
  fillsPage: (): boolean =>
    frame()?.contentWindow?.innerWidth === innerWidth &&
    frame()?.contentWindow?.innerHeight === innerHeight,
  press(name: string): boolean {
    const button = buttonOf(name);
    button?.click();
    return button !== null;
  },
  /** Where a person clicks to press a button; `null` while it is not there, off, or covered. */
  placeOf(name: string): { x: number; y: number } | null {
    const button = buttonOf(name);
    return button && placeIn(button);
  },
  placeOfPicture(): { x: number; y: number } | null {
    const element = video();
    return element && placeIn(element);
  },
  has: (name: string): boolean => buttonOf(name) !== null,
  /** The video at one instant: its place, and the number in its picture. */
  shown() {
    const element = video();
    return element && {
      time: element.currentTime,
      paused: element.paused,
      muted: element.muted,
      counter: counterOf(element),
    };
  },
  /** What captions say now. */
  captions: (): string[] =>
    [...video()?.textTracks ?? []]
      .filter(({ mode }) => mode === "showing")
      .flatMap(({ activeCues }) => [...activeCues ?? []])
      .map((cue) => (cue as VTTCue).text),
  isFullScreen: (): boolean => !!inside()?.fullscreenElement,
  /** What of the Activity is wider than its frame, CSS pixels. */
  overflow(): number {
    const root = inside()?.documentElement;
    return root ? root.scrollWidth - root.clientWidth : NaN;
  },
  hasOwnWindow: (): boolean => !!inside()?.pictureInPictureEnabled,
  seek(position: number): void {
    const slider = inside()?.querySelector<HTMLInputElement>(
      "input[type=range][aria-label='Place in the video']",
    );
    if (!slider) throw new Error("no bar to seek by");
    slider.value = String(position);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  },
  isPlaying(): boolean {
    const element = video();
    return element !== null && !element.paused && element.readyState > 2 &&
      element.currentTime > 0.5;
  },
  record(): void {
    notes = blank();
    watch();
    const timer = setInterval(() => {
      watch();
      look();
    }, LOOK_MS);
    setTimeout(() => clearInterval(timer), 15 * 60_000);
  },
  recording: (): SeatRecording => notes,
  /** What the page says of sync: its word, then its figures. */
  status: (): string =>
    [...inside()?.querySelectorAll(".sync-word, .sync-more dd") ?? []]
      .map(({ textContent }) => textContent?.trim()).join(" | "),
};

/** The recorder, as benches see it. */
export type Recorder = typeof recorder;
Object.assign(globalThis, { recorder });
