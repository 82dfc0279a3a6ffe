/**
 * How the screens of a wall are laid out: as large as they fit, all at once.
 * @module
 */
import type { ViewerLayout, ViewerScreen } from "./viewer.ts";

/** Width and height, px. */
export interface Size {
  width: number;
  height: number;
}

/** What the wall takes beside the screens themselves, px. */
interface Margins {
  /** Between two cards. */
  gap: number;
  /** Of a card, above its screen. */
  head: number;
}

/** Shape that screens are made for: a film's. */
const SHAPE = 16 / 9;

/** Columns at which screens of a film's shape are largest. @param count Of screens, 1 or more. */
export function columnsFor(
  count: number,
  wall: Size & Margins,
): number {
  const { width, height, gap, head } = wall;
  let best = { columns: 1, size: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const wide = (width - (columns - 1) * gap) / columns;
    const tall = (height - (rows - 1) * gap) / rows - head;
    const size = Math.min(wide, tall * SHAPE);
    if (size > best.size) best = { columns, size };
  }
  return best.columns;
}

/** Sizes of the phones, and of what Discord makes of an Activity that is not in focus, px. */
const FIXED: Readonly<
  Record<
    Exclude<ViewerScreen, "desktop"> | Exclude<ViewerLayout, "focused">,
    Size
  >
> = {
  "phone": { width: 390, height: 844 },
  "small phone": { width: 320, height: 568 },
  "phone on its side": { width: 844, height: 390 },
  "tile": { width: 320, height: 180 },
  "grid": { width: 320, height: 180 },
};

/** The least of a desktop's window: a smaller card shows it reduced. */
const DESKTOP: Size = { width: 640, height: 360 };

/** How large a screen believes to be, and how much it is reduced to fit its card. */
interface Fit extends Size {
  /** 1: as it is. Never larger. */
  scale: number;
}

/** Fits a screen into its card. @param card The room for the screen, px. */
export function fitScreen(
  card: Size,
  { screen, layout }: { screen: ViewerScreen; layout: ViewerLayout },
): Fit {
  const fixed = layout !== "focused"
    ? FIXED[layout]
    : screen === "desktop"
    ? null
    : FIXED[screen];
  if (fixed) return { ...fixed, scale: scaleInto(card, fixed) };
  const scale = scaleInto(card, DESKTOP);
  return {
    width: Math.round(card.width / scale),
    height: Math.round(card.height / scale),
    scale,
  };
}

function scaleInto(card: Size, { width, height }: Size): number {
  // A card that is not drawn yet has no size.
  if (card.width <= 0 || card.height <= 0) return 1;
  return Math.min(1, card.width / width, card.height / height);
}
