/**
 * The second scene: a city in the rain, and a cat who watches it.
 * @module
 */
import {
  ease,
  faint,
  glow,
  hash,
  HEIGHT,
  misty,
  type Paint,
  type Scene,
  wash,
  WIDTH,
} from "./paint.ts";

/** Where the street begins, y. */
const STREET = 410;
const UMBRELLAS = [
  { colour: "#ff7a5c", from: -60, speed: 31, size: 1 },
  { colour: "#ffc45c", from: 1010, speed: -24, size: 0.94 },
  { colour: "#6fdcbb", from: 330, speed: 27, size: 1.08 },
  { colour: "#c58cf0", from: 1330, speed: -35, size: 1.02 },
] as const;
const SIGNS = [
  { x: 214, y: 222, colour: "#ff5c8a", shape: "moon" },
  { x: 566, y: 208, colour: "#58e0d8", shape: "wave" },
  { x: 838, y: 196, colour: "#ffb347", shape: "cup" },
] as const;

/** Rain on a street of lit windows. */
export const city: Scene = (paint, s) => {
  const pan = s * 4;
  wash(paint, ["#0a0d22", "#1a1a3d", "#3d2a55", "#7a4560"], { bottom: STREET });
  glow(paint, { x: 520, y: STREET, radius: 620, squash: 0.5 }, {
    colour: "#ff8a6a",
    strength: 0.34,
  });
  block(paint, s, {
    shift: pan * 0.25,
    seed: 100,
    wide: 44,
    low: 90,
    high: 190,
    colours: ["#2b2750", "#513a60"],
    lit: 0.2,
    pane: 3,
  });
  block(paint, s, {
    shift: pan * 0.55,
    seed: 300,
    wide: 78,
    low: 110,
    high: 262,
    colours: ["#1d1b3d", "#38294e"],
    lit: 0.3,
    pane: 5,
  });
  block(paint, s, {
    shift: pan,
    seed: 500,
    wide: 128,
    low: 120,
    high: 236,
    colours: ["#12122b", "#201a38"],
    lit: 0.42,
    pane: 9,
  });
  signs(paint, s, pan);
  shops(paint, pan);
  street(paint, s);
  cars(paint, s);
  walkers(paint, s);
  rain(paint, s);
  sill(paint, s);
};

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

function block(paint: Paint, s: number, look: Block): void {
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

function signs(paint: Paint, s: number, pan: number): void {
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

function shops(paint: Paint, pan: number): void {
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

/** What is above the street, upside down in the wet of it. */
function street(paint: Paint, s: number): void {
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

function cars(paint: Paint, s: number): void {
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

function walkers(paint: Paint, s: number): void {
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

function rain(paint: Paint, s: number): void {
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

/** The window from which all this is seen, and who sits in it. */
function sill(paint: Paint, s: number): void {
  paint.fillStyle = "#05050d";
  paint.fillRect(0, HEIGHT - 26, WIDTH, 26);
  paint.fillStyle = "rgba(255,190,130,.28)";
  paint.fillRect(0, HEIGHT - 26, WIDTH, 1.6);
  glow(paint, { x: 90, y: HEIGHT - 20, radius: 260, squash: 0.6 }, {
    colour: "#ffae6a",
    strength: 0.2,
  });
  const tail = Math.sin(s * 1.3) * 16;
  const ear = Math.sin(s * 3.1) > 0.96 ? -3 : 0;
  const look = ease(Math.sin(s * 0.42), -0.5, 0.5) * 6 - 3;
  paint.save();
  paint.translate(146, HEIGHT - 25);
  const shape = () => {
    paint.beginPath();
    paint.moveTo(-44, 2);
    paint.bezierCurveTo(-56, -44, -32, -84, -6, -92);
    paint.lineTo(30, -92);
    paint.bezierCurveTo(40, -60, 46, -30, 48, 2);
    paint.closePath();
    paint.fill();
    // Head and ears.
    paint.beginPath();
    paint.ellipse(18 + look, -110, 29, 25, 0, 0, Math.PI * 2);
    paint.fill();
    paint.beginPath();
    paint.moveTo(-9 + look, -116);
    paint.lineTo(-6 + look + ear, -147);
    paint.lineTo(15 + look, -130);
    paint.moveTo(24 + look, -131);
    paint.lineTo(42 + look, -147);
    paint.lineTo(46 + look, -115);
    paint.fill();
    paint.lineWidth = 13;
    paint.lineCap = "round";
    paint.beginPath();
    paint.moveTo(-38, -4);
    paint.bezierCurveTo(-84, 4, -104, -24, -96 + tail * 0.4, -52 - tail);
    paint.stroke();
  };
  // The light of the street along its edge, then the cat itself.
  paint.fillStyle = "#b8667a";
  paint.strokeStyle = "#b8667a";
  paint.save();
  paint.translate(2.2, -1.8);
  shape();
  paint.restore();
  paint.fillStyle = "#07070f";
  paint.strokeStyle = "#07070f";
  shape();
  paint.restore();
}
