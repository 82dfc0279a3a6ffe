/**
 * The wet street, and the cars on it.
 * @module
 */
import {
  faint,
  glow,
  hash,
  HEIGHT,
  type Paint,
  wash,
  WIDTH,
} from "../paint/paint.ts";

/** Where the street begins, y. */
export const STREET = 410;

/** What is above the street, upside down in the wet of it. */
export function street(paint: Paint, s: number): void {
  const depth = HEIGHT - STREET;
  wash(paint, ["#1a1730", "#0b0b1a"], { top: STREET });
  paint.save();
  for (let row = 0; row < depth; row += 3) {
    const from = STREET - 2 - row * 1.9;
    const sway = Math.sin(s * 2.2 + row * 0.32) * (1 + row * 0.045) +
      Math.sin(s * 3.7 + row * 0.11) * 1.2;
    paint.globalAlpha = 0.62 * (1 - row / depth * 0.75);
    paint.drawImage(
      paint.canvas,
      0,
      from - 5,
      WIDTH,
      5,
      sway,
      STREET + row,
      WIDTH,
      3.4,
    );
  }
  paint.restore();
  paint.fillStyle = "#25203c";
  paint.fillRect(0, STREET - 2, WIDTH, 4);
  // Drops ring where they fall.
  for (let i = 0; i < 34; i++) {
    const life = (s * (0.9 + hash(i) * 0.6) + hash(i + 9)) % 1;
    const n = Math.floor(s * (0.9 + hash(i) * 0.6) + hash(i + 9));
    const y = STREET + 14 + hash(i * 7 + n) * (depth - 16);
    const near = (y - STREET) / depth;
    paint.strokeStyle = faint("#cfd8ff", 0.34 * (1 - life) * near);
    paint.lineWidth = 1;
    paint.beginPath();
    paint.ellipse(
      hash(i * 13 + n * 3) * WIDTH,
      y,
      2 + life * 16 * near,
      0.7 + life * 4.6 * near,
      0,
      0,
      Math.PI * 2,
    );
    paint.stroke();
  }
}

/** Cars that cross with their lights on. */
export function cars(paint: Paint, s: number): void {
  for (let i = 0; i < 3; i++) {
    const goesRight = i !== 1;
    const speed = 150 + i * 26;
    const along = (s * speed + i * 610) % 1900 - 300;
    const x = goesRight ? along : WIDTH - along;
    const y = STREET + (goesRight ? 62 : 34);
    const size = goesRight ? 1.15 : 0.9;
    const ahead = goesRight ? 1 : -1;
    paint.save();
    paint.translate(x, y);
    paint.scale(ahead * size, size);
    paint.fillStyle = ["#23304f", "#4a2440", "#1f4148"][i] ?? "#23304f";
    paint.beginPath();
    paint.roundRect(-52, -24, 104, 20, [8, 10, 4, 4]);
    paint.moveTo(-34, -23);
    paint.quadraticCurveTo(-26, -43, -8, -43);
    paint.lineTo(8, -43);
    paint.quadraticCurveTo(22, -42, 34, -23);
    paint.fill();
    paint.fillStyle = "rgba(255,214,150,.32)";
    paint.beginPath();
    paint.moveTo(-26, -25);
    paint.quadraticCurveTo(-20, -39, -8, -39);
    paint.lineTo(-2, -39);
    paint.lineTo(-2, -25);
    paint.moveTo(3, -25);
    paint.lineTo(3, -39);
    paint.quadraticCurveTo(18, -39, 26, -25);
    paint.fill();
    paint.fillStyle = "#07070f";
    for (const wheel of [-30, 30]) {
      paint.beginPath();
      paint.arc(wheel, -4, 9, 0, Math.PI * 2);
      paint.fill();
    }
    glow(paint, { x: 54, y: -15, radius: 34 }, {
      colour: "#fff2cf",
      strength: 0.95,
    });
    glow(paint, { x: 150, y: 6, radius: 150, squash: 0.2 }, {
      colour: "#ffe9b8",
      strength: 0.5,
    });
    glow(paint, { x: -54, y: -15, radius: 26 }, {
      colour: "#ff4a4a",
      strength: 0.9,
    });
    glow(paint, { x: -64, y: 10, radius: 80, squash: 0.22 }, {
      colour: "#ff4a4a",
      strength: 0.4,
    });
    paint.restore();
  }
}
