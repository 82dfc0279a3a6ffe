/**
 * People under umbrellas, and the rain.
 * @module
 */
import {
  faint,
  glow,
  hash,
  HEIGHT,
  type Paint,
  WIDTH,
} from "../paint/paint.ts";
import { STREET } from "./street.ts";

const UMBRELLAS = [
  { colour: "#ff7a5c", from: -60, speed: 31, size: 1 },
  { colour: "#ffc45c", from: 1010, speed: -24, size: 0.94 },
  { colour: "#6fdcbb", from: 330, speed: 27, size: 1.08 },
  { colour: "#c58cf0", from: 1330, speed: -35, size: 1.02 },
] as const;

/** People who walk by. */
export function walkers(paint: Paint, s: number): void {
  for (const { colour, from, speed, size } of UMBRELLAS) {
    const x = from + s * speed;
    if (x < -60 || x > WIDTH + 60) continue;
    const step = Math.sin(s * 5 + from) * 5;
    const bob = Math.abs(Math.cos(s * 5 + from)) * 1.6;
    paint.save();
    paint.translate(x, STREET + 14 - bob);
    paint.scale(size * Math.sign(speed), size);
    paint.strokeStyle = "#0c0b1b";
    paint.lineWidth = 4;
    paint.beginPath();
    paint.moveTo(0, -22);
    paint.lineTo(step, bob);
    paint.moveTo(0, -22);
    paint.lineTo(-step, bob);
    paint.stroke();
    paint.fillStyle = "#141229";
    paint.beginPath();
    paint.moveTo(-8, -18);
    paint.lineTo(-5, -46);
    paint.lineTo(5, -46);
    paint.lineTo(9, -18);
    paint.fill();
    paint.beginPath();
    paint.arc(1, -51, 5, 0, Math.PI * 2);
    paint.fill();
    paint.lineWidth = 1.5;
    paint.beginPath();
    paint.moveTo(7, -34);
    paint.lineTo(5, -66);
    paint.stroke();
    const dome = paint.createLinearGradient(-28, 0, 28, 0);
    dome.addColorStop(0, faint(colour, 1));
    dome.addColorStop(1, faint(colour, 0.62));
    paint.fillStyle = "#141229";
    paint.beginPath();
    umbrella(paint);
    paint.fill();
    paint.fillStyle = dome;
    paint.fill();
    glow(paint, { x: 4, y: -66, radius: 44 }, { colour, strength: 0.22 });
    paint.restore();
  }
}

function umbrella(paint: Paint): void {
  paint.moveTo(-26, -58);
  paint.bezierCurveTo(-22, -86, 30, -86, 34, -58);
  for (const x of [34, 14, -6]) {
    paint.quadraticCurveTo(x - 10, -64, x - 20, -58);
  }
  paint.closePath();
}

/** Two depths of rain. */
export function rain(paint: Paint, s: number): void {
  for (
    const { count, length, speed, alpha, seed } of [
      { count: 60, length: 16, speed: 560, alpha: 0.13, seed: 0 },
      { count: 34, length: 34, speed: 860, alpha: 0.17, seed: 400 },
    ]
  ) {
    paint.strokeStyle = faint("#d5e0ff", alpha);
    paint.lineWidth = seed === 0 ? 1 : 1.5;
    paint.beginPath();
    for (let i = 0; i < count; i++) {
      const fallen = s * speed * (0.85 + hash(i + seed) * 0.3) +
        hash(i + seed + 1) * 700;
      const y = fallen % (HEIGHT + 80) - 40;
      const lap = Math.floor(fallen / (HEIGHT + 80));
      const x = hash(i * 3 + seed + lap * 17) * (WIDTH + 120) - y * 0.12;
      paint.moveTo(x, y);
      paint.lineTo(x - length * 0.12, y + length);
    }
    paint.stroke();
  }
}
