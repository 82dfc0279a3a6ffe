/**
 * The headland, its lighthouse and a cottage.
 * @module
 */
import {
  ease,
  faint,
  glow,
  hash,
  misty,
  mix,
  type Paint,
  WIDTH,
} from "../paint/paint.ts";
import { HORIZON, type Tone } from "./hours.ts";

/** Where the lamp of the lighthouse is. */
const LAMP = { x: 742, y: 196 };

/** The cliff, with foam at its foot. @param options `drift`: how far clouds and waves have come. */
export function headland(
  paint: Paint,
  { tone, drift }: { tone: Tone; drift: number },
): void {
  const cliff = (from: number, top: number, foot: number) => {
    paint.beginPath();
    paint.moveTo(WIDTH, top - 6);
    for (let x = WIDTH; x >= from; x -= 6) {
      const along = (x - from) / (WIDTH - from);
      const y = top + (1 - ease(along, 0, 0.42)) * (foot - top) +
        (hash(Math.round(x / 6) * 5) - 0.5) * 5;
      paint.lineTo(x, y);
    }
    paint.lineTo(from - 34, foot + 2);
    // The shore comes nearer on the right.
    paint.bezierCurveTo(from + 90, foot + 16, 760, 396, WIDTH, 462);
    paint.closePath();
  };
  cliff(560, 294, HORIZON + 16);
  paint.fillStyle = misty(paint, { top: 290, bottom: 380 }, [
    tone(({ middle }) => middle),
    tone(({ far }) => far),
  ]);
  paint.fill();
  // Foam at its foot.
  paint.strokeStyle = tone(({ sky }) => sky[3], 0.42);
  for (const wave of [0, 1, 2]) {
    const out = 2 + wave * 4 + Math.sin(drift * 0.55 - wave) * 1.6;
    paint.lineWidth = 1.8 - wave * 0.5;
    paint.beginPath();
    paint.moveTo(520 - out, HORIZON + 17 + out);
    paint.bezierCurveTo(
      650 - out,
      HORIZON + 32 + out,
      760 - out,
      398 + out * 1.3,
      WIDTH,
      464 + out * 1.5,
    );
    paint.stroke();
  }
}

/** The lighthouse, its beam, and the cottage. @param options `night`: 0 by day, 1 when the lamp is the brightest thing. */
export function lighthouse(
  paint: Paint,
  s: number,
  { night, tone }: { night: number; tone: Tone },
): void {
  const { x, y } = LAMP;
  const strength = ease(night, 0.3, 0.75);
  // The beam turns; seen from here it swells when it points this way.
  const turn = s * Math.PI * 2 / 7.5;
  for (const angle of [turn, turn + Math.PI]) {
    const across = Math.cos(angle);
    const towards = Math.sin(angle);
    const length = 780 * across;
    const wide = 20 + 66 * Math.abs(across) + 60 * Math.max(0, towards);
    const fill = paint.createLinearGradient(x, y, x + length, y);
    const bright = strength * (0.4 + 0.25 * Math.max(0, towards));
    fill.addColorStop(0, faint("#fff0c2", bright));
    fill.addColorStop(0.35, faint("#ffe3a3", bright * 0.32));
    fill.addColorStop(1, faint("#ffe3a3", 0));
    paint.save();
    paint.globalCompositeOperation = "screen";
    paint.fillStyle = fill;
    paint.beginPath();
    paint.moveTo(x, y - 3);
    paint.lineTo(x + length, y - wide);
    paint.lineTo(x + length, y + wide * 0.7);
    paint.lineTo(x, y + 3);
    paint.closePath();
    paint.fill();
    paint.restore();
  }
  const flash = Math.max(0, Math.sin(turn)) ** 6 +
    Math.max(0, -Math.sin(turn)) ** 6;

  const dark = tone(({ near }) => near);
  const pale = tone(({ sky }) => sky[2]);
  const tower = (top: number, bottom: number, fill: string) => {
    const half = (at: number) => 8 + (at - y) / 100 * 6;
    paint.beginPath();
    paint.moveTo(x - half(top), top);
    paint.lineTo(x + half(top), top);
    paint.lineTo(x + half(bottom), bottom);
    paint.lineTo(x - half(bottom), bottom);
    paint.closePath();
    paint.fillStyle = fill;
    paint.fill();
  };
  const body = paint.createLinearGradient(x - 16, 0, x + 16, 0);
  body.addColorStop(0, pale);
  body.addColorStop(0.5, mix("#f5ead8", "#3b3a5c", night * 0.7));
  body.addColorStop(1, dark);
  tower(y + 9, y + 100, "#000000");
  paint.fillStyle = body;
  paint.fill();
  for (const band of [24, 54, 84]) {
    tower(y + band, y + band + 14, mix("#c8503f", "#3a1f3a", night * 0.7));
  }
  // The keeper's window.
  paint.fillStyle = faint("#ffd58a", 0.3 + 0.6 * strength);
  paint.fillRect(x - 2.5, y + 44, 5, 7);
  paint.fillStyle = dark;
  paint.fillRect(x - 12, y + 7, 24, 3);
  paint.fillRect(x - 7, y - 8, 1.6, 16);
  paint.fillRect(x + 5.4, y - 8, 1.6, 16);
  paint.beginPath();
  paint.moveTo(x - 9, y - 8);
  paint.quadraticCurveTo(x, y - 22, x + 9, y - 8);
  paint.fill();
  paint.fillRect(x - 0.8, y - 24, 1.6, 8);
  paint.fillStyle = faint("#fff3cf", 0.25 + 0.75 * strength);
  paint.fillRect(x - 4.5, y - 6, 9, 12);
  glow(paint, { x, y, radius: 70 + 60 * flash }, {
    colour: "#ffe6ae",
    strength: strength * (0.55 + 0.45 * flash),
  });
  // A cottage beside it.
  paint.fillStyle = dark;
  paint.beginPath();
  paint.moveTo(x + 34, y + 100);
  paint.lineTo(x + 34, y + 80);
  paint.lineTo(x + 56, y + 64);
  paint.lineTo(x + 80, y + 80);
  paint.lineTo(x + 80, y + 100);
  paint.fill();
  paint.fillStyle = faint("#ffc878", 0.25 + 0.7 * strength);
  paint.fillRect(x + 44, y + 84, 7, 8);
  paint.fillRect(x + 62, y + 84, 7, 8);
  glow(paint, { x: x + 57, y: y + 88, radius: 36 }, {
    colour: "#ffb860",
    strength: 0.35 * strength,
  });
}
