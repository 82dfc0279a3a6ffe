/**
 * What flies over the bay.
 * @module
 */
import { glow, type Paint } from "../paint/paint.ts";

/** A flock that crosses the bay. @param colour CSS. */
export function birds(paint: Paint, s: number, colour: string): void {
  paint.strokeStyle = colour;
  paint.lineWidth = 1.6;
  for (let i = 0; i < 7; i++) {
    const x = 120 + s * 15 + (i % 4) * 26 - Math.floor(i / 4) * 18;
    const y = 150 + Math.abs(i - 3) * 11 + Math.sin(s * 0.7 + i) * 5;
    const wing = Math.sin(s * 6 + i * 1.3) * 4;
    paint.beginPath();
    paint.moveTo(x - 8, y - wing);
    paint.quadraticCurveTo(x - 3, y - 2, x, y);
    paint.quadraticCurveTo(x + 3, y - 2, x + 8, y - wing);
    paint.stroke();
  }
}

const BALLOONS = [
  { x: 470, y: 236, size: 46, colours: ["#e8594f", "#ffd27a"] },
  { x: 610, y: 150, size: 27, colours: ["#3fae9a", "#fff0c9"] },
  { x: 388, y: 126, size: 18, colours: ["#7a6bd0", "#ffb7c5"] },
] as const;

/** Hot-air balloons, which come with the morning. @param strength 0: none. */
export function balloons(paint: Paint, s: number, strength: number): void {
  if (strength === 0) return;
  BALLOONS.forEach(({ x: startX, y: startY, size, colours }, i) => {
    const x = startX + s * (1.4 + i * 0.5);
    const y = startY + 96 - s * (5.4 - i * 0.9) + Math.sin(s * 0.5 + i) * 3;
    paint.save();
    paint.translate(x, y);
    for (let band = 0; band < 6; band++) {
      const left = -size + band * size / 3;
      paint.save();
      envelope(paint, size);
      paint.clip();
      paint.fillStyle = colours[band % 2] ?? colours[0];
      paint.beginPath();
      paint.ellipse(
        left + size / 6,
        0,
        size * 0.19,
        size * 1.5,
        (left + size / 6) / size * -0.08,
        0,
        Math.PI * 2,
      );
      paint.fill();
      paint.restore();
    }
    const shade = paint.createLinearGradient(-size, 0, size, 0);
    shade.addColorStop(0, "rgba(255,236,190,.32)");
    shade.addColorStop(0.45, "rgba(255,255,255,0)");
    shade.addColorStop(1, "rgba(20,40,80,.42)");
    paint.fillStyle = shade;
    envelope(paint, size);
    paint.fill();
    paint.fillStyle = "#5a3a2a";
    paint.fillRect(-size * 0.13, size * 1.5, size * 0.26, size * 0.2);
    paint.strokeStyle = "rgba(60,40,30,.7)";
    paint.lineWidth = 0.8;
    paint.beginPath();
    paint.moveTo(-4, size * 1.3);
    paint.lineTo(-size * 0.12, size * 1.5);
    paint.moveTo(4, size * 1.3);
    paint.lineTo(size * 0.12, size * 1.5);
    paint.stroke();
    // The burner, now and then.
    const fire = Math.max(0, Math.sin(s * 0.9 + i * 2.1)) ** 8;
    glow(paint, { x: 0, y: size * 1.25, radius: size * 0.9 }, {
      colour: "#ffb84a",
      strength: 0.9 * fire,
    });
    paint.restore();
  });
}

/** Outline of a balloon. */
function envelope(paint: Paint, size: number): void {
  paint.beginPath();
  paint.arc(0, 0, size, Math.PI, 0);
  paint.bezierCurveTo(size, size * 0.62, size * 0.3, size, 5, size * 1.3);
  paint.lineTo(-5, size * 1.3);
  paint.bezierCurveTo(-size * 0.3, size, -size, size * 0.62, -size, 0);
}
