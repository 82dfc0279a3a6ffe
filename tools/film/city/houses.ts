/**
 * Houses, their lit windows, and the shops at their feet.
 * @module
 */
import { faint, glow, hash, misty, type Paint, WIDTH } from "../paint/paint.ts";
import { STREET } from "./street.ts";

interface Block {
  shift: number;
  seed: number;
  /** Mean width of a house, px. */
  wide: number;
  low: number;
  high: number;
  colours: readonly [string, string];
  /** Share of windows that are lit. */
  lit: number;
  /** Width of a window, px. */
  pane: number;
}

const GLOWS = ["#ffd48a", "#ffbe6b", "#ffe6b8", "#a8d4ff"] as const;

/** A row of houses, whose windows go on and off. */
export function block(paint: Paint, s: number, look: Block): void {
  const { shift, seed, wide, low, high, colours, lit, pane } = look;
  const first = Math.floor(shift / wide) - 1;
  const count = Math.ceil(WIDTH / wide) + 3;
  for (let n = first; n < first + count; n++) {
    const x = n * wide - shift + hash(n + seed) * wide * 0.2;
    const width = wide * (0.82 + hash(n + seed + 1) * 0.3);
    const height = low + hash(n + seed + 2) * (high - low);
    const top = STREET - height;
    paint.fillStyle = misty(paint, { top, bottom: STREET }, colours);
    paint.fillRect(x, top, width, height);
    roof(paint, { x, top, width, kind: hash(n + seed + 3), pane });
    const stepX = pane * 2.1;
    const stepY = pane * 2.7;
    const columns = Math.floor((width - pane) / stepX);
    for (let row = 0; row * stepY < height - pane * 4; row++) {
      for (let column = 0; column < columns; column++) {
        const id = n * 977 + row * 31 + column + seed;
        // Some lights go on and off in the course of the scene.
        const changes = hash(id + 7) > 0.94;
        const isOn = changes
          ? hash(id + Math.floor(s / 4 + hash(id) * 4)) < 0.5
          : hash(id) < lit;
        if (!isOn) continue;
        paint.fillStyle = faint(
          GLOWS[Math.floor(hash(id + 3) * GLOWS.length)] ?? GLOWS[0],
          0.35 + 0.6 * hash(id + 4),
        );
        paint.fillRect(
          x + pane + column * stepX,
          top + pane * 1.6 + row * stepY,
          pane,
          pane * 1.35,
        );
      }
    }
  }
}

function roof(
  paint: Paint,
  { x, top, width, kind, pane }: {
    x: number;
    top: number;
    width: number;
    kind: number;
    pane: number;
  },
): void {
  if (kind < 0.3) {
    paint.fillRect(x + width * 0.3, top - pane * 2, width * 0.3, pane * 2 + 1);
    paint.fillRect(x + width * 0.44, top - pane * 5, 1.5, pane * 3);
  } else if (kind < 0.55) {
    paint.beginPath();
    paint.moveTo(x, top + 1);
    paint.lineTo(x + width / 2, top - pane * 3);
    paint.lineTo(x + width, top + 1);
    paint.fill();
  } else if (kind < 0.7 && pane > 4) {
    // A water tank.
    const at = x + width * 0.62;
    paint.fillRect(at, top - pane * 2.6, pane * 2.2, pane * 1.9);
    paint.fillRect(at + 2, top - pane, 1.5, pane + 1);
    paint.fillRect(at + pane * 2 - 2, top - pane, 1.5, pane + 1);
  }
}

/** Shop windows under awnings. @param pan How far the view has moved, px. */
export function shops(paint: Paint, pan: number): void {
  for (let n = 0; n < 9; n++) {
    const x = n * 138 - pan - 20;
    const colour = ["#ffc98a", "#ffe3b0", "#ff9f7a", "#9fe0d6"][n % 4] ??
      "#ffc98a";
    paint.fillStyle = faint("#0b0b1c", 1);
    paint.fillRect(x - 6, STREET - 58, 112, 58);
    paint.fillStyle = misty(paint, { top: STREET - 44, bottom: STREET }, [
      faint(colour, 0.95),
      faint(colour, 0.55),
    ]);
    paint.fillRect(x, STREET - 44, 62, 40);
    paint.fillRect(x + 70, STREET - 44, 26, 44);
    paint.fillStyle = "rgba(12,10,26,.65)";
    paint.fillRect(x + 30, STREET - 44, 2, 40);
    paint.fillRect(x + 8 + hash(n) * 10, STREET - 22, 10, 18);
    paint.fillRect(x + 40, STREET - 16 - hash(n + 2) * 8, 14, 14);
    // An awning.
    for (let stripe = 0; stripe < 8; stripe++) {
      paint.fillStyle = stripe % 2 === 0 ? "#2b2346" : faint(colour, 0.55);
      paint.fillRect(x - 6 + stripe * 14, STREET - 56, 14, 11);
    }
    glow(paint, { x: x + 48, y: STREET - 20, radius: 120, squash: 0.7 }, {
      colour,
      strength: 0.32,
    });
  }
}
