/**
 * Neon signs on the roofs.
 * @module
 */
import { faint, glow, type Paint } from "../paint/paint.ts";

const SIGNS = [
  { x: 214, y: 222, colour: "#ff5c8a", shape: "moon" },
  { x: 566, y: 208, colour: "#58e0d8", shape: "wave" },
  { x: 838, y: 196, colour: "#ffb347", shape: "cup" },
] as const;

/** The signs on their frames; they flicker. @param pan How far the view has moved, px. */
export function signs(paint: Paint, s: number, pan: number): void {
  SIGNS.forEach(({ x: startX, y, colour, shape }, i) => {
    const x = startX - pan;
    const buzz = Math.sin(s * 13 + i * 4) > 0.985 ? 0.45 : 1;
    const alpha = buzz * (0.92 + 0.08 * Math.sin(s * 2 + i));
    // Each stands on a frame on a roof.
    paint.fillStyle = "#14132c";
    for (const leg of [-20, 20]) paint.fillRect(x + leg - 1, y - 26, 2, 110);
    for (const bar of [28, 50, 72]) paint.fillRect(x - 21, y + bar, 42, 1.6);
    glow(paint, { x, y, radius: 120 }, { colour, strength: 0.5 * alpha });
    paint.save();
    paint.translate(x, y);
    paint.lineCap = "round";
    for (
      const [width, tone] of [[7, faint(colour, 0.32)], [
        2.6,
        faint("#fff4f0", alpha),
      ]] as const
    ) {
      paint.lineWidth = width;
      paint.strokeStyle = tone;
      paint.beginPath();
      outline(paint, shape);
      paint.stroke();
    }
    paint.restore();
  });
}

function outline(
  paint: Paint,
  shape: (typeof SIGNS)[number]["shape"],
): void {
  switch (shape) {
    case "moon":
      paint.arc(0, 0, 19, 0.6, Math.PI * 2 - 0.6);
      paint.bezierCurveTo(-4, -7, -4, 7, 15.6, 10.7);
      return;
    case "wave":
      for (const y of [-9, 1, 11]) {
        paint.moveTo(-22, y);
        paint.bezierCurveTo(-11, y - 12, -9, y + 12, 0, y);
        paint.bezierCurveTo(11, y - 12, 9, y + 12, 22, y);
      }
      return;
    case "cup":
      paint.moveTo(-15, -4);
      paint.lineTo(-11, 16);
      paint.lineTo(9, 16);
      paint.lineTo(13, -4);
      paint.closePath();
      paint.moveTo(12, 1);
      paint.bezierCurveTo(24, 0, 22, 12, 10, 11);
      paint.moveTo(-6, -11);
      paint.bezierCurveTo(-11, -16, -1, -18, -6, -24);
      paint.moveTo(4, -11);
      paint.bezierCurveTo(-1, -16, 9, -18, 4, -24);
      return;
  }
}
