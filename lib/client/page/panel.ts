/**
 * The panel with the room, which lies over the film or beside it: open while
 * nothing is on, out of the way when a film begins, and then as the person
 * left it.
 * @module
 */

/** Width from which film and panel have room beside each other, px. Source: the style sheet of the shell. */
const WIDE_PX = 1400;

/** Whether the panel is open, where it can be closed. */
export type PanelState = "open" | "closed";

/** See {@linkcode createPanel}. */
export interface Panel {
  readonly state: PanelState;
  /** The person's own wish, which from now on counts. */
  toggle(): void;
  /** A film is on, or nothing. */
  show(isOn: boolean): void;
}

/** Makes the panel's state. `tell` is called with each change, and once at the start. */
export function createPanel(
  { widthPx, tell }: {
    widthPx: () => number;
    tell: (state: PanelState) => void;
  },
): Panel {
  let state: PanelState = "open";
  let isChosen = false;
  const set = (next: PanelState) => {
    state = next;
    tell(next);
  };
  tell(state);
  return {
    get state() {
      return state;
    },
    toggle() {
      isChosen = true;
      set(state === "open" ? "closed" : "open");
    },
    show(isOn) {
      if (!isChosen) set(isOn && widthPx() < WIDE_PX ? "closed" : "open");
    },
  };
}
