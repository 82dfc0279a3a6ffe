/**
 * The third scene: a night train over a viaduct, under the moon.
 * @module
 */
import {
  cloud,
  ease,
  faint,
  fillRidge,
  glow,
  hash,
  HEIGHT,
  misty,
  type Paint,
  pine,
  ridgeAt,
  roughness,
  type Scene,
  stars,
  wash,
  WIDTH,
} from "./paint/paint.ts";

/** The top of the viaduct, y. */
const RAIL = 352;
/** How fast the land goes by, px/s. */
const SPEED = 118;
const MOON = { x: 690, y: 118 };

/** The last train. */
export const train: Scene = (paint, s) => {
  wash(paint, ["#050a20", "#0c1a3f", "#1f3a68", "#4f6f92", "#8aa0b0"], {
    bottom: 430,
  });
  stars(paint, s, { count: 260, below: 330, strength: 1 });
  shootingStar(paint, s);
  moon(paint);
  for (let i = 0; i < 6; i++) {
    const x = (hash(i + 70) * 1360 - s * (5 + hash(i) * 7) + 2720) % 1360 - 200;
    cloud(paint, {
      x,
      y: 84 + hash(i + 20) * 170,
      width: 240 + hash(i) * 260,
    }, {
      colour: "#9db4d6",
      strength: 0.14,
      seed: i * 17,
    });
  }
  peaks(paint, s);
  hills(paint, s);
  lake(paint, s);
  viaduct(paint, s);
  carriages(paint, s);
  nearby(paint, s);
};

function moon(paint: Paint): void {
  const { x, y } = MOON;
  glow(paint, { x, y, radius: 430 }, { colour: "#7f9fd8", strength: 0.4 });
  glow(paint, { x, y, radius: 120 }, { colour: "#dfe9ff", strength: 0.7 });
  const fill = paint.createRadialGradient(x - 12, y - 12, 4, x, y, 42);
  fill.addColorStop(0, "#fffdf2");
  fill.addColorStop(0.75, "#f1ecd8");
  fill.addColorStop(1, "#cfd0cc");
  paint.fillStyle = fill;
  paint.beginPath();
  paint.arc(x, y, 40, 0, Math.PI * 2);
  paint.fill();
  paint.fillStyle = "rgba(160,165,175,.26)";
  for (
    const [dx, dy, r] of [[-12, -8, 10], [9, 6, 13], [-4, 17, 7], [
      15,
      -15,
      6,
    ], [-22, 9, 5]] as const
  ) {
    paint.beginPath();
    paint.arc(x + dx, y + dy, r, 0, Math.PI * 2);
    paint.fill();
  }
}

function shootingStar(paint: Paint, s: number): void {
  const t = (s - 9.2) / 0.9;
  if (t < 0 || t > 1) return;
  const x = 210 + t * 190;
  const y = 46 + t * 66;
  const fade = Math.sin(t * Math.PI);
  const tail = paint.createLinearGradient(x - 90, y - 31, x, y);
  tail.addColorStop(0, "rgba(255,255,255,0)");
  tail.addColorStop(1, faint("#ffffff", 0.9 * fade));
  paint.strokeStyle = tail;
  paint.lineWidth = 2;
  paint.beginPath();
  paint.moveTo(x - 90, y - 31);
  paint.lineTo(x, y);
  paint.stroke();
}

function peaks(paint: Paint, s: number): void {
  const ridge = {
    base: 400,
    rise: 290,
    hills: 5.2,
    from: 30 + s * 0.012,
    jagged: 0.75,
  };
  fillRidge(
    paint,
    ridge,
    misty(paint, { top: 190, bottom: 400 }, ["#3a5682", "#7f98ae"]),
  );
  // Snow from each crest down, as deep as the crest is high.
  const depth = (x: number) => {
    const high = Math.max(0, 306 - ridgeAt(ridge, x));
    return high * (0.22 + 0.5 * roughness(ridge.from * 14 + x / 31));
  };
  const snow = paint.createLinearGradient(0, 190, 0, 310);
  snow.addColorStop(0, "rgba(232,240,255,.72)");
  snow.addColorStop(1, "rgba(200,218,244,.3)");
  paint.beginPath();
  for (let x = 0; x <= WIDTH; x += 4) paint.lineTo(x, ridgeAt(ridge, x));
  for (let x = WIDTH; x >= 0; x -= 4) {
    paint.lineTo(x, ridgeAt(ridge, x) + depth(x));
  }
  paint.closePath();
  paint.fillStyle = snow;
  paint.fill();
}

function hills(paint: Paint, s: number): void {
  const layers = [
    {
      base: 404,
      rise: 70,
      speed: 0.06,
      tall: 16,
      colours: ["#2b4a6b", "#5d7b93"],
    },
    {
      base: 428,
      rise: 74,
      speed: 0.16,
      tall: 26,
      colours: ["#1b3550", "#3d5d78"],
    },
  ] as const;
  layers.forEach(({ base, rise, speed, tall, colours }, layer) => {
    const hillsAcross = 3.2 - layer;
    const shift = s * SPEED * speed;
    const ridge = {
      base,
      rise,
      hills: hillsAcross,
      from: 11 + layer * 8 + shift / WIDTH * hillsAcross,
    };
    const fill = misty(paint, { top: base - rise, bottom: base + 16 }, colours);
    fillRidge(paint, ridge, fill);
    paint.fillStyle = colours[0];
    const first = Math.floor(shift / 11) - 1;
    for (let n = first; n < first + 92; n++) {
      if (hash(n + layer * 900) < 0.36) continue;
      const x = n * 11 - shift + hash(n) * 8;
      const y = ridgeAt(ridge, x) + 3;
      pine(paint, { x, y, height: tall * (0.6 + hash(n + 3) * 0.8) });
    }
  });
}

function lake(paint: Paint, s: number): void {
  wash(paint, ["#56748f", "#22415f", "#0b1c36"], { top: 416 });
  paint.save();
  paint.globalCompositeOperation = "screen";
  for (let row = 0; row < 22; row++) {
    const y = 420 + row * 5.4;
    for (let i = 0; i < 4; i++) {
      const seed = row * 9 + i;
      const spread = 18 + row * 3.4;
      const x = MOON.x + (hash(seed) - 0.5) * spread * 2 +
        Math.sin(s * (0.8 + hash(seed)) + seed) * 5;
      const length = (8 + row * 1.6) *
        (0.5 + 0.5 * Math.sin(s * (1.3 + hash(seed + 1)) + seed * 3));
      paint.fillStyle = faint("#e7efff", 0.34 * (1 - row / 30));
      paint.fillRect(x - length / 2, y, length, 1.5);
    }
  }
  paint.restore();
  // Mist over the water.
  for (let i = 0; i < 5; i++) {
    const x = (hash(i + 5) * 1500 - s * (22 + i * 5) + 6000) % 1500 - 270;
    cloud(paint, { x, y: 424 + i * 5, width: 420 }, {
      colour: "#c4d3e2",
      strength: 0.2,
      seed: i * 31,
    });
  }
}

function viaduct(paint: Paint, s: number): void {
  const span = 132;
  const shift = s * SPEED;
  const stone = paint.createLinearGradient(0, RAIL, 0, HEIGHT);
  stone.addColorStop(0, "#22344d");
  stone.addColorStop(0.5, "#15243a");
  stone.addColorStop(1, "#0a1628");
  const first = Math.floor(shift / span) - 1;
  paint.beginPath();
  paint.rect(0, RAIL + 4, WIDTH, HEIGHT);
  for (let n = first; n < first + 10; n++) {
    const x = n * span - shift;
    const half = span / 2 - 13;
    paint.moveTo(x - half, HEIGHT + 2);
    paint.lineTo(x - half, RAIL + 22 + half);
    paint.arc(x, RAIL + 22 + half, half, Math.PI, 0);
    paint.lineTo(x + half, HEIGHT + 2);
    paint.closePath();
  }
  paint.fillStyle = stone;
  paint.fill("evenodd");
  // Moonlight along each arch and pier.
  paint.strokeStyle = "rgba(170,195,230,.22)";
  paint.lineWidth = 2;
  for (let n = first; n < first + 10; n++) {
    const x = n * span - shift;
    const half = span / 2 - 13;
    paint.beginPath();
    paint.arc(x, RAIL + 22 + half, half + 2, Math.PI * 1.06, Math.PI * 1.7);
    paint.stroke();
    paint.fillStyle = "rgba(170,195,230,.14)";
    paint.fillRect(x + half + 22, RAIL + 60, 3, HEIGHT);
  }
  paint.fillStyle = "#2c425f";
  paint.fillRect(0, RAIL, WIDTH, 7);
  paint.fillStyle = "rgba(190,212,240,.4)";
  paint.fillRect(0, RAIL, WIDTH, 1.4);
}

function carriages(paint: Paint, s: number): void {
  const head = 500 + ease(s, 0, 22) * 150 + Math.sin(s * 0.5) * 6;
  const rock = (n: number) => Math.sin(s * 7.3 + n * 1.7) * 0.5;
  steam(paint, s, head);
  for (let n = 0; n < 5; n++) {
    const right = head - 96 - n * 152;
    const y = RAIL - 46 + rock(n);
    paint.fillStyle = misty(paint, { top: y, bottom: y + 44 }, [
      "#3b2f52",
      "#191630",
    ]);
    paint.beginPath();
    paint.roundRect(right - 146, y, 146, 40, [9, 9, 3, 3]);
    paint.fill();
    paint.fillStyle = "rgba(190,212,240,.3)";
    paint.fillRect(right - 140, y, 134, 1.5);
    paint.fillStyle = "#b4574a";
    paint.fillRect(right - 146, y + 29, 146, 3);
    for (let w = 0; w < 7; w++) {
      const x = right - 138 + w * 19.6;
      const isLit = hash(n * 10 + w) > 0.16;
      paint.fillStyle = isLit ? "#ffd68c" : "#3a3450";
      paint.fillRect(x, y + 9, 13, 14);
      if (isLit && hash(n * 10 + w + 60) > 0.55) {
        paint.fillStyle = "#5b3b34";
        paint.beginPath();
        paint.arc(x + 6.5, y + 17, 3, 0, Math.PI * 2);
        paint.fill();
        paint.fillRect(x + 2.5, y + 19.5, 8, 3.5);
      }
    }
    glow(paint, { x: right - 73, y: y + 18, radius: 120, squash: 0.42 }, {
      colour: "#ffb45a",
      strength: 0.42,
    });
    wheels(paint, { from: right - 130, to: right - 16, s, every: 38 });
  }
  engine(paint, { x: head, y: RAIL - 48 + rock(9) * 0.6, s });
}

function engine(
  paint: Paint,
  { x, y, s }: { x: number; y: number; s: number },
): void {
  paint.fillStyle = misty(paint, { top: y, bottom: y + 46 }, [
    "#2c3a4c",
    "#0e1524",
  ]);
  paint.beginPath();
  // Cab, boiler, chimney.
  paint.roundRect(x - 92, y - 4, 34, 46, [5, 5, 2, 2]);
  paint.roundRect(x - 62, y + 10, 62, 28, [3, 14, 8, 3]);
  paint.rect(x - 22, y - 6, 11, 18);
  paint.roundRect(x - 46, y + 3, 14, 10, 5);
  paint.fill();
  paint.fillRect(x - 25, y - 9, 17, 4);
  paint.beginPath();
  paint.moveTo(x - 4, y + 38);
  paint.lineTo(x + 16, y + 47);
  paint.lineTo(x - 8, y + 47);
  paint.fill();
  paint.fillStyle = "#ffcb7a";
  paint.fillRect(x - 84, y + 4, 15, 12);
  paint.fillStyle = "rgba(190,212,240,.35)";
  paint.fillRect(x - 60, y + 11, 52, 1.6);
  paint.fillStyle = "#b4574a";
  paint.fillRect(x - 92, y + 30, 88, 3);
  wheels(paint, { from: x - 82, to: x - 8, s, every: 24 });
  // Its lamp.
  const beam = paint.createLinearGradient(x, 0, x + 300, 0);
  beam.addColorStop(0, "rgba(255,238,190,.5)");
  beam.addColorStop(1, "rgba(255,238,190,0)");
  paint.save();
  paint.globalCompositeOperation = "screen";
  paint.fillStyle = beam;
  paint.beginPath();
  paint.moveTo(x, y + 20);
  paint.lineTo(x + 300, y - 4);
  paint.lineTo(x + 300, y + 58);
  paint.closePath();
  paint.fill();
  paint.restore();
  glow(paint, { x: x - 1, y: y + 21, radius: 46 }, {
    colour: "#fff0c8",
    strength: 0.95,
  });
}

function wheels(
  paint: Paint,
  { from, to, s, every }: {
    from: number;
    to: number;
    s: number;
    every: number;
  },
): void {
  for (let x = from; x <= to; x += every) {
    paint.fillStyle = "#0a1020";
    paint.beginPath();
    paint.arc(x, RAIL - 5, 6.5, 0, Math.PI * 2);
    paint.fill();
    paint.strokeStyle = "rgba(190,212,240,.35)";
    paint.lineWidth = 1.2;
    paint.beginPath();
    const turn = s * SPEED / 6.5;
    paint.moveTo(x - Math.cos(turn) * 5, RAIL - 5 - Math.sin(turn) * 5);
    paint.lineTo(x + Math.cos(turn) * 5, RAIL - 5 + Math.sin(turn) * 5);
    paint.stroke();
  }
}

function steam(paint: Paint, s: number, head: number): void {
  const puffs = 26;
  for (let i = puffs; i >= 0; i--) {
    const phase = (s * 5) % 1;
    const age = (i + phase) / puffs;
    const n = Math.floor(s * 5) - i;
    const x = head - 17 - age * 430;
    const y = RAIL - 62 - age * 74 - hash(n + 10_000) * 22 * age;
    const radius = 9 + age * 48;
    const fill = paint.createRadialGradient(x, y, 0, x, y, radius);
    const alpha = 0.3 * Math.max(0, 1 - age) ** 1.3;
    fill.addColorStop(0, faint("#dfe8f5", alpha));
    fill.addColorStop(0.6, faint("#b9c8de", alpha * 0.5));
    fill.addColorStop(1, faint("#b9c8de", 0));
    paint.fillStyle = fill;
    paint.fillRect(x - radius, y - radius, radius * 2, radius * 2);
  }
}

/** Trees close by, which pass quickly. */
function nearby(paint: Paint, s: number): void {
  const shift = s * SPEED * 2.1;
  const every = 74;
  const ridge = {
    base: 560,
    rise: 44,
    hills: 2,
    from: 50 + shift / WIDTH * 2,
  };
  fillRidge(paint, ridge, "#040914");
  paint.fillStyle = "#040914";
  const first = Math.floor(shift / every) - 2;
  for (let n = first; n < first + 18; n++) {
    if (hash(n + 77) < 0.42) continue;
    const x = n * every - shift + hash(n) * 50;
    pine(paint, {
      x,
      y: ridgeAt(ridge, x) + 8,
      height: 54 + hash(n + 1) * 92,
    });
  }
}
