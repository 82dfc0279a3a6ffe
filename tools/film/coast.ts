/**
 * The first and the last scene: a headland with a lighthouse, two people on a
 * bench, the sun going down and coming up.
 * @module
 */
import {
  cloud,
  ease,
  faint,
  fillRidge,
  glow,
  hash,
  misty,
  mix,
  type Paint,
  ridgeAt,
  type Scene,
  stars,
  wash,
  WIDTH,
} from "./paint.ts";

/** Where sea and sky meet, y. */
const HORIZON = 338;
/** Where the lamp of the lighthouse is. */
const LAMP = { x: 742, y: 196 };

/** Colours at one time of day, far to near. */
interface Hour {
  sky: readonly [string, string, string, string];
  sea: readonly [string, string];
  far: string;
  middle: string;
  near: string;
  cloud: string;
  sun: string;
}

const GOLD: Hour = {
  sky: ["#2b3a67", "#8a5a83", "#f08a5d", "#ffd27a"],
  sea: ["#e79a6c", "#3c3f6b"],
  far: "#8f6288",
  middle: "#5a4272",
  near: "#1d1830",
  cloud: "#ffb08a",
  sun: "#ffe2a0",
};
const BLUE: Hour = {
  sky: ["#070b1f", "#131a40", "#2c2f63", "#6a4a74"],
  sea: ["#4a3f6b", "#0d1230"],
  far: "#343361",
  middle: "#1c1f45",
  near: "#080a18",
  cloud: "#57407a",
  sun: "#ff9a6a",
};
const PEARL: Hour = {
  sky: ["#1b2a55", "#4c5f92", "#c58fa6", "#f3c3a5"],
  sea: ["#c99aa8", "#2c3a66"],
  far: "#77799f",
  middle: "#4a547f",
  near: "#141a33",
  cloud: "#e8a9b0",
  sun: "#ffc6a0",
};
const MORNING: Hour = {
  sky: ["#3f7fb5", "#8cbad2", "#ffcf9c", "#ffbf80"],
  sea: ["#ffdca8", "#2f7294"],
  far: "#8fb0bd",
  middle: "#4f8294",
  near: "#17354a",
  cloud: "#fff1dc",
  sun: "#fffbe8",
};

/** Sunset, until the lamp is the brightest thing. */
export const dusk: Scene = (paint, s) => {
  const t = ease(s, 2, 20);
  const sun = { x: 292, y: 262 + s * 5.6 };
  coast(paint, s, { hours: [GOLD, BLUE], t, sun, isWest: true });
};

/** Sunrise over the same place, seen a little later in the year. */
export const dawn: Scene = (paint, s) => {
  const t = ease(s, 1, 15);
  const sun = { x: 292, y: 366 - s * 4.6 };
  coast(paint, s, { hours: [PEARL, MORNING], t, sun, isWest: false });
};

interface Light {
  hours: readonly [Hour, Hour];
  /** From the first to the second, 0–1. */
  t: number;
  sun: { x: number; y: number };
  isWest: boolean;
}

function coast(paint: Paint, s: number, light: Light): void {
  const { hours: [from, to], t, sun, isWest } = light;
  const tone = (pick: (hour: Hour) => string, alpha = 1) =>
    mix(pick(from), pick(to), t, alpha);
  const drift = s * 1.6;
  const night = isWest ? t : 1 - ease(s, 0, 9);

  wash(
    paint,
    [0, 1, 2, 3].map((i) => tone(({ sky }) => sky[i] ?? sky[0])),
    { bottom: HORIZON },
  );
  stars(paint, s, {
    count: 170,
    below: 300,
    strength: isWest ? ease(s, 9, 20) : 0.8 * (1 - ease(s, 0, 6)),
  });
  paintSun(paint, { sun, colour: isWest ? GOLD.sun : to.sun, t, isWest });
  for (let i = 0; i < 7; i++) {
    const x = (hash(i + 40) * 1300 + drift * (1 + hash(i) * 3)) % 1300 - 170;
    cloud(
      paint,
      { x, y: 70 + hash(i + 9) * 190, width: 190 + hash(i + 3) * 240 },
      {
        colour: i % 2 === 0 ? between(from.cloud, to.cloud, t) : "#ffffff",
        strength: (i % 2 === 0 ? 0.34 : 0.08) * (1 - night * 0.35),
        seed: i * 13,
      },
    );
  }

  sea(paint, s, { light, tone });
  // Far land closes the bay on the left.
  fillRidge(
    paint,
    { base: HORIZON + 4, rise: 54, hills: 5, from: 3, jagged: 0.4 },
    misty(paint, { top: 282, bottom: HORIZON + 8 }, [
      tone(({ far }) => far),
      tone(({ sky }) => sky[2]),
    ]),
  );
  seaAgain(paint, { tone });
  glints(paint, s, light);
  balloons(paint, s, isWest ? 0 : 1);
  headland(paint, { tone, drift });
  lighthouse(paint, s, { night, tone });
  birds(paint, s, tone(({ near }) => near, 0.7 * (1 - night)));
  foreground(paint, s, { tone, glowOf: tone(({ sky }) => sky[3], 0.5) });
}

type Tone = (pick: (hour: Hour) => string, alpha?: number) => string;

function between(a: string, b: string, t: number): string {
  const [red, green, blue] = (mix(a, b, t).match(/\d+/g) ?? []).map(Number);
  const hex = (n = 0) => n.toString(16).padStart(2, "0");
  return `#${hex(red)}${hex(green)}${hex(blue)}`;
}

function paintSun(
  paint: Paint,
  { sun, colour, t, isWest }: {
    sun: { x: number; y: number };
    colour: string;
    t: number;
    isWest: boolean;
  },
): void {
  const up = isWest ? 1 - t * 0.85 : 0.35 + t * 0.65;
  const { x, y } = sun;
  glow(paint, { x, y: Math.min(y, HORIZON), radius: 520, squash: 0.62 }, {
    colour: isWest ? "#ff8a4a" : "#ffb26a",
    strength: 0.62 * up,
  });
  glow(paint, { x, y, radius: 150 }, { colour, strength: 0.9 * up });
  paint.save();
  paint.beginPath();
  paint.rect(0, 0, WIDTH, HORIZON);
  paint.clip();
  paint.fillStyle = colour;
  paint.beginPath();
  paint.arc(x, y, 27, 0, Math.PI * 2);
  paint.fill();
  paint.restore();
}

function sea(
  paint: Paint,
  s: number,
  { light: { sun, t, isWest }, tone }: { light: Light; tone: Tone },
): void {
  seaAgain(paint, { tone });
  const up = isWest ? 1 - t * 0.8 : 0.3 + t * 0.7;
  glow(paint, { x: sun.x, y: HORIZON + 20, radius: 330, squash: 0.32 }, {
    colour: isWest ? "#ff9d5c" : "#ffe0a8",
    strength: 0.5 * up + 0.02 * Math.sin(s),
  });
}

function seaAgain(paint: Paint, { tone }: { tone: Tone }): void {
  wash(paint, [tone(({ sea }) => sea[0]), tone(({ sea }) => sea[1])], {
    top: HORIZON,
  });
}

/** Light of the sun on the water, broken by waves. */
function glints(paint: Paint, s: number, { sun, t, isWest }: Light): void {
  const up = isWest ? 1 - t : 0.25 + t * 0.75;
  paint.save();
  paint.globalCompositeOperation = "screen";
  for (let row = 0; row < 26; row++) {
    const y = HORIZON + 3 + row * row * 0.19 + row * 1.6;
    const spread = 16 + row * 5.2;
    for (let i = 0; i < 5; i++) {
      const seed = row * 11 + i;
      const x = sun.x + (hash(seed) - 0.5) * spread * 2 +
        Math.sin(s * (0.5 + hash(seed + 5)) + seed) * (3 + row * 0.5);
      const length = (9 + row * 2.2) *
        (0.5 + 0.5 * Math.sin(s * (1.1 + hash(seed + 2)) + seed * 2));
      const near = 1 - Math.abs(x - sun.x) / (spread * 1.15);
      if (length < 1 || near <= 0) continue;
      paint.fillStyle = faint(
        isWest ? "#ffc98a" : "#fff0c4",
        0.95 * up * near * (1 - row / 34),
      );
      paint.fillRect(x - length / 2, y, length, 1 + row * 0.07);
    }
  }
  paint.restore();
}

function headland(
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

function lighthouse(
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

function birds(paint: Paint, s: number, colour: string): void {
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
function balloons(paint: Paint, s: number, strength: number): void {
  if (strength === 0) return;
  BALLOONS.forEach(({ x: startX, y: startY, size, colours }, i) => {
    const x = startX + s * (1.4 + i * 0.5);
    const y = startY + 96 - s * (5.4 - i * 0.9) + Math.sin(s * 0.5 + i) * 3;
    paint.save();
    paint.translate(x, y);
    for (let band = 0; band < 6; band++) {
      const left = -size + band * size / 3;
      paint.save();
      paint.beginPath();
      paint.arc(0, 0, size, Math.PI, 0);
      paint.bezierCurveTo(size, size * 0.62, size * 0.3, size, 5, size * 1.3);
      paint.lineTo(-5, size * 1.3);
      paint.bezierCurveTo(-size * 0.3, size, -size, size * 0.62, -size, 0);
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
    paint.beginPath();
    paint.arc(0, 0, size, Math.PI, 0);
    paint.bezierCurveTo(size, size * 0.62, size * 0.3, size, 5, size * 1.3);
    paint.lineTo(-5, size * 1.3);
    paint.bezierCurveTo(-size * 0.3, size, -size, size * 0.62, -size, 0);
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

/** A meadow, and two people who watch. */
function foreground(
  paint: Paint,
  s: number,
  { tone, glowOf }: { tone: Tone; glowOf: string },
): void {
  const back = { base: 470, rise: 46, hills: 2.2, from: 21.2 };
  fillRidge(
    paint,
    back,
    misty(paint, { top: 420, bottom: 500 }, [
      tone(({ middle }) => middle),
      tone(({ near }) => near),
    ]),
  );
  const meadow = { base: 512, rise: 58, hills: 1.7, from: 7.4 };
  const dark = tone(({ near }) => near);
  fillRidge(paint, meadow, dark);
  bench(paint, {
    s,
    x: 408,
    y: ridgeAt(meadow, 408) + 2,
    dark,
    rim: glowOf,
  });
  paint.strokeStyle = dark;
  for (let i = 0; i < 260; i++) {
    const x = i / 260 * (WIDTH + 20) - 10 + hash(i) * 4;
    const y = ridgeAt(meadow, Math.max(0, Math.min(WIDTH, x))) + 3;
    const tall = 7 + hash(i + 500) * 15;
    const lean = Math.sin(s * 1.1 + x * 0.012) * 4 + (hash(i + 90) - 0.5) * 7;
    paint.lineWidth = 1 + hash(i + 7);
    paint.beginPath();
    paint.moveTo(x, y);
    paint.quadraticCurveTo(x, y - tall * 0.6, x + lean, y - tall);
    paint.stroke();
  }
}

function bench(
  paint: Paint,
  { s, x, y, dark, rim }: {
    s: number;
    x: number;
    y: number;
    dark: string;
    rim: string;
  },
): void {
  const person = (at: number, tall: number, lean: number) => {
    paint.save();
    paint.translate(at, y - 17);
    paint.rotate(lean);
    for (const [fill, shift] of [[rim, -1.6], [dark, 0]] as const) {
      paint.fillStyle = fill;
      paint.beginPath();
      paint.arc(shift, -tall - 8, 7, 0, Math.PI * 2);
      paint.fill();
      paint.beginPath();
      paint.moveTo(-11 + shift, 4);
      paint.quadraticCurveTo(-13 + shift, -tall + 2, -4 + shift, -tall);
      paint.lineTo(4 + shift, -tall);
      paint.quadraticCurveTo(13 + shift, -tall + 2, 11 + shift, 4);
      paint.fill();
    }
    paint.restore();
  };
  person(x - 14, 25, 0.05 + Math.sin(s * 0.4) * 0.015);
  person(x + 15, 21, -0.12 + Math.sin(s * 0.4 + 1) * 0.015);
  paint.fillStyle = dark;
  paint.fillRect(x - 44, y - 18, 88, 5);
  paint.fillRect(x - 44, y - 29, 88, 4);
  for (const leg of [-40, 36]) paint.fillRect(x + leg, y - 32, 4, 36);
}
