/**
 * What all scenes of the film paint with: colours, noise, ridges, light.
 * @module
 */

/** Size of the picture, px. */
export const WIDTH = 960;
/** Size of the picture, px. */
export const HEIGHT = 540;

/** A canvas to paint on. */
export type Paint = OffscreenCanvasRenderingContext2D;

/** Paints one moment. @param s Seconds since the scene began. */
export type Scene = (paint: Paint, s: number) => void;

/** Red, green, blue: 0–255. */
type Colour = readonly [number, number, number];

/** A number in 0–1 that depends on `n` only, so that each run paints the same. */
export function hash(n: number): number {
  const x = Math.sin(n * 127.1 + 311.7) * 43758.5453;
  return x - Math.floor(x);
}

/** Smooth noise along a line, 0–1. */
function noise(x: number): number {
  const i = Math.floor(x);
  const f = x - i;
  const u = f * f * (3 - 2 * f);
  return hash(i) * (1 - u) + hash(i + 1) * u;
}

/** Noise of four sizes, 0–1. */
export function roughness(x: number): number {
  let sum = 0;
  let size = 0.5;
  for (let octave = 0; octave < 4; octave++) {
    sum += noise(x) * size;
    x = x * 2.03 + 17.3;
    size /= 2;
  }
  return sum / 0.9375;
}

/** 0 before `from`, 1 after `to`, smooth between. */
export function ease(x: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** A colour between two `#rrggbb`, as CSS. @param t 0–1. @param alpha 0–1. */
export function mix(from: string, to: string, t: number, alpha = 1): string {
  const [a, b] = [parsed(from), parsed(to)];
  const [red, green, blue] = a.map((part, i) =>
    Math.round(part + ((b[i] ?? part) - part) * t)
  );
  return `rgba(${red},${green},${blue},${alpha})`;
}

/** `#rrggbb` with an alpha, as CSS. */
export function faint(colour: string, alpha: number): string {
  return mix(colour, colour, 0, alpha);
}

function parsed(hex: string): Colour {
  const n = parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

/** Fills a band of the picture from top to bottom, colours evenly apart. */
export function wash(
  paint: Paint,
  colours: readonly string[],
  { top = 0, bottom = HEIGHT }: { top?: number; bottom?: number } = {},
): void {
  const fill = paint.createLinearGradient(0, top, 0, bottom);
  colours.forEach((colour, i) =>
    fill.addColorStop(i / (colours.length - 1), colour)
  );
  paint.fillStyle = fill;
  paint.fillRect(0, top, WIDTH, bottom - top);
}

/** Light around a point, added to what is there. @param colour `#rrggbb` */
export function glow(
  paint: Paint,
  at: { x: number; y: number; radius: number; squash?: number },
  { colour, strength }: { colour: string; strength: number },
): void {
  if (strength <= 0) return;
  const { x, y, radius, squash = 1 } = at;
  paint.save();
  paint.translate(x, y);
  paint.scale(1, squash);
  const fill = paint.createRadialGradient(0, 0, 0, 0, 0, radius);
  fill.addColorStop(0, faint(colour, strength));
  fill.addColorStop(0.25, faint(colour, strength * 0.42));
  fill.addColorStop(0.6, faint(colour, strength * 0.1));
  fill.addColorStop(1, faint(colour, 0));
  paint.globalCompositeOperation = "screen";
  paint.fillStyle = fill;
  paint.fillRect(-radius, -radius, radius * 2, radius * 2);
  paint.restore();
}

/** A line of hills. */
interface Ridge {
  /** Height of its foot and how far it rises, px. */
  base: number;
  rise: number;
  /** Hills in the width of the picture. */
  hills: number;
  /** Where in the noise it begins; moves a ridge in parallax. */
  from: number;
  /** 0: round, 1: jagged. */
  jagged?: number;
}

/** Height of a ridge, as y. */
export function ridgeAt(ridge: Ridge, x: number): number {
  const { base, rise, hills, from, jagged = 0 } = ridge;
  const place = from + x / WIDTH * hills;
  const round = noise(place) * 0.7 + noise(place * 2.1 + 9) * 0.3;
  return base - rise * (round * (1 - jagged) + roughness(place) * jagged);
}

/** Fills a ridge down to the foot of the picture. */
export function fillRidge(
  paint: Paint,
  ridge: Ridge,
  fill: string | CanvasGradient,
): void {
  paint.beginPath();
  paint.moveTo(0, HEIGHT);
  for (let x = 0; x <= WIDTH; x += 4) paint.lineTo(x, ridgeAt(ridge, x));
  paint.lineTo(WIDTH, HEIGHT);
  paint.closePath();
  paint.fillStyle = fill;
  paint.fill();
}

/** A gradient for a ridge, which mist makes paler at its foot. */
export function misty(
  paint: Paint,
  { top, bottom }: { top: number; bottom: number },
  [upper, lower]: readonly [string, string],
): CanvasGradient {
  const fill = paint.createLinearGradient(0, top, 0, bottom);
  fill.addColorStop(0, upper);
  fill.addColorStop(1, lower);
  return fill;
}

/** Stars that twinkle, in the upper part of the sky. @param strength 0–1. */
export function stars(
  paint: Paint,
  s: number,
  { count, below, strength }: {
    count: number;
    below: number;
    strength: number;
  },
): void {
  if (strength <= 0) return;
  for (let i = 0; i < count; i++) {
    const y = hash(i * 3 + 1) ** 1.4 * below;
    const size = 0.5 + hash(i * 3 + 2) ** 4 * 1.5;
    const twinkle = 0.7 + 0.3 * Math.sin(s * (0.6 + hash(i) * 1.6) + i);
    const alpha = strength * twinkle * (1 - y / below) ** 0.6;
    paint.fillStyle = `rgba(226,236,255,${alpha * (0.35 + size / 3)})`;
    paint.beginPath();
    paint.arc(hash(i * 3) * WIDTH, y, size, 0, Math.PI * 2);
    paint.fill();
  }
}

/** A soft, flat cloud of several puffs. */
export function cloud(
  paint: Paint,
  at: { x: number; y: number; width: number },
  { colour, strength, seed }: {
    colour: string;
    strength: number;
    seed: number;
  },
): void {
  for (let i = 0; i < 7; i++) {
    const along = (i + 0.5) / 7 - 0.5;
    const radius = at.width * (0.16 + 0.16 * hash(seed + i)) *
      (1 - Math.abs(along) * 0.9);
    const x = at.x + along * at.width;
    const y = at.y + (hash(seed * 7 + i) - 0.5) * at.width * 0.05;
    paint.save();
    paint.translate(x, y);
    paint.scale(1, 0.26);
    const fill = paint.createRadialGradient(0, 0, 0, 0, 0, radius);
    fill.addColorStop(0, faint(colour, strength));
    fill.addColorStop(0.55, faint(colour, strength * 0.45));
    fill.addColorStop(1, faint(colour, 0));
    paint.fillStyle = fill;
    paint.fillRect(-radius, -radius, radius * 2, radius * 2);
    paint.restore();
  }
}

/** A conifer with its foot at a point. */
export function pine(
  paint: Paint,
  { x, y, height }: { x: number; y: number; height: number },
): void {
  const half = height * 0.2;
  paint.beginPath();
  paint.moveTo(x, y - height);
  for (let tier = 1; tier <= 4; tier++) {
    const low = y - height * (1 - tier / 4.2);
    const wide = half * (0.3 + tier * 0.19);
    paint.lineTo(x + wide, low);
    paint.lineTo(x + wide * 0.55, low - height * 0.02);
  }
  paint.lineTo(x + half * 0.12, y + 4);
  paint.lineTo(x - half * 0.12, y + 4);
  for (let tier = 4; tier >= 1; tier--) {
    const low = y - height * (1 - tier / 4.2);
    const wide = half * (0.3 + tier * 0.19);
    paint.lineTo(x - wide * 0.55, low - height * 0.02);
    paint.lineTo(x - wide, low);
  }
  paint.closePath();
  paint.fill();
}
