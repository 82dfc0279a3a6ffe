/**
 * Shapes on a grid of 24, stroked in the colour of the text. Our own: these take
 * 1.1 KB gzip, the same 32 of lucide-preact 1.48 take 5.3 KB, and the scripts of
 * the first frame have no 4 KB to spare.
 */
const PATHS = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  sound:
    "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11",
  muted: "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM16 9.5l5 5M21 9.5l-5 5",
  fullscreen: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  shrink: "M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5",
  out: "M20.5 10V5h-17v14H10M13 13h7.5v6H13z",
  back: "M20.5 10V5h-17v14H10M13 13h7.5v6H13zM11.5 11.5L7 8M7 11V8h3",
  check: "M5 12.5l4.5 4.5L19 7.5",
  chase: "M5 6l6 6-6 6M13 6l6 6-6 6",
  spinner: "M12 3a9 9 0 1 1-9 9",
  cut:
    "M3 3l18 18M8.5 15.5a5 5 0 0 1 5-1.2M5 12a10 10 0 0 1 4-2.4M2 8.6A14 14 0 0 1 6 6M12.5 7a14 14 0 0 1 9.5 1.6M12 19.5h.01",
  star:
    "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z",
  heart:
    "M12 20C7 16.3 3.5 13 3.5 9.3a4.3 4.3 0 0 1 8.5-1.3 4.3 4.3 0 0 1 8.5 1.3C20.5 13 17 16.3 12 20z",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
  alert: "M12 4L2.5 20h19zM12 10v4.5M12 17.2h.01",
  again: "M20 11a8 8 0 1 0-2 6M20 4v7h-7",
  film: "M3.5 5h17v14h-17zM10 9v6l5-3z",
  note:
    "M9 18.5V6l10-2v12.5M9 18.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 16.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  broadcast:
    "M12 12h.01M8.5 15.5a5 5 0 0 1 0-7M15.5 8.5a5 5 0 0 1 0 7M5.6 18.4a9 9 0 0 1 0-12.8M18.4 5.6a9 9 0 0 1 0 12.8",
  eye:
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  window: "M4 8h11v11H4zM9 8V5h11v11h-5",
  moon: "M19.5 14.5A8 8 0 1 1 9.5 4.5a6.5 6.5 0 0 0 10 10z",
  up: "M12 19V5M6 11l6-6 6 6",
  cross: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  down: "M12 5v14M6 13l6 6 6-6",
  more: "M12 5.5h.01M12 12h.01M12 18.5h.01",
  gear:
    "M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM19.4 13.6l1.6 1.3-1.9 3.3-2-.8a7.6 7.6 0 0 1-2.3 1.3l-.3 2.1h-3.8l-.4-2.1a7.6 7.6 0 0 1-2.2-1.3l-2 .8-1.9-3.3 1.6-1.3a7.7 7.7 0 0 1 0-3.2L4.2 9.1l1.9-3.3 2 .8a7.6 7.6 0 0 1 2.2-1.3l.4-2.1h3.8l.3 2.1a7.6 7.6 0 0 1 2.3 1.3l2-.8L21 9.1l-1.6 1.3a7.7 7.7 0 0 1 0 3.2z",
  captions:
    "M3.5 5.5h17v13h-17zM10.5 10.2a2.6 2.6 0 1 0 0 3.6M17 10.2a2.6 2.6 0 1 0 0 3.6",
  panel: "M3.5 5h17v14h-17zM14.5 5v14",
  back10: "M4 5v5h5M4.6 10a8 8 0 1 1-.5 4",
  ahead10: "M20 5v5h-5M19.4 10a8 8 0 1 0 .5 4",
} as const;

/** Names of the icons. */
export type IconName = keyof typeof PATHS;

interface IconProps {
  name: IconName;
  /** Further classes. */
  class?: string;
}

/** A small picture beside a word; says nothing by itself, so that the word must. */
export function Icon({ name, class: extra }: IconProps) {
  return (
    <svg
      class={`icon icon-${name}${extra ? ` ${extra}` : ""}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
