/**
 * The film as a page paints it: which scene is when, and how one becomes the
 * next. `frameAt(n)` is all that the renderer asks for.
 * @module
 */
import { city } from "./city/city.ts";
import { dawn, dusk } from "./coast/coast.ts";
import {
  ease,
  hash,
  HEIGHT,
  type Paint,
  type Scene,
  WIDTH,
} from "./paint/paint.ts";
import { FPS } from "../samples/ffmpeg.ts";
import { SCENE_S } from "./times.ts";
import { train } from "./train.ts";

const SCENES: readonly Scene[] = [dusk, city, train, dawn];
/** How long a scene melts into the next, s. */
const MELT_S = 1.6;

const whole = context(WIDTH, HEIGHT);
const next = context(WIDTH, HEIGHT);
const grain = makeGrain();

/** A frame of the film, as a JPEG in base64. @param n From 0. @param hasCounter Whether its number is written into it. */
async function frameAt(n: number, hasCounter: boolean): Promise<string> {
  const s = n / FPS;
  const index = Math.min(SCENES.length - 1, Math.floor(s / SCENE_S));
  const since = s - index * SCENE_S;
  // A scene begins while the one before melts; none knows a time before 0.
  paintScene(whole, index, since + MELT_S);
  const melting = ease(since, SCENE_S - MELT_S, SCENE_S);
  if (melting > 0 && index + 1 < SCENES.length) {
    paintScene(next, index + 1, since - SCENE_S + MELT_S);
    whole.globalAlpha = melting;
    whole.drawImage(next.canvas, 0, 0);
    whole.globalAlpha = 1;
  }
  finish(whole, s);
  if (hasCounter) count(whole, n);
  const blob = await whole.canvas.convertToBlob({
    type: "image/jpeg",
    quality: 0.98,
  });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(text);
}

function paintScene(paint: Paint, index: number, s: number): void {
  paint.globalAlpha = 1;
  paint.globalCompositeOperation = "source-over";
  SCENES[index]?.(paint, s);
}

/** Darker edges, and a grain that keeps gradients from banding. */
function finish(paint: Paint, s: number): void {
  const edge = paint.createRadialGradient(
    WIDTH / 2,
    HEIGHT / 2,
    HEIGHT * 0.5,
    WIDTH / 2,
    HEIGHT / 2,
    WIDTH * 0.66,
  );
  edge.addColorStop(0, "rgba(4,4,14,0)");
  edge.addColorStop(1, "rgba(4,4,14,.5)");
  paint.fillStyle = edge;
  paint.fillRect(0, 0, WIDTH, HEIGHT);
  paint.globalCompositeOperation = "overlay";
  paint.drawImage(grain, 0, 0);
  paint.globalCompositeOperation = "source-over";
  title(paint, s);
  const dark = 1 - ease(s, 0, 1.2);
  if (dark > 0) {
    paint.fillStyle = `rgba(4,4,14,${dark})`;
    paint.fillRect(0, 0, WIDTH, HEIGHT);
  }
}

function title(paint: Paint, s: number): void {
  const shown = ease(s, 1.6, 3) * (1 - ease(s, 5.6, 7));
  if (shown <= 0) return;
  paint.save();
  paint.globalAlpha = shown;
  paint.textAlign = "center";
  paint.fillStyle = "#fff6e6";
  paint.shadowColor = "rgba(40,20,40,.55)";
  paint.shadowBlur = 18;
  paint.font = "200 58px 'DejaVu Sans Light', 'DejaVu Sans', sans-serif";
  paint.letterSpacing = `${16 + s * 1.2}px`;
  paint.fillText("ORBIT", WIDTH / 2 + 8, 150);
  paint.letterSpacing = "3px";
  paint.font = "15px 'DejaVu Sans', sans-serif";
  paint.fillText("one night in ninety seconds", WIDTH / 2, 182);
  paint.restore();
}

function count(paint: Paint, n: number): void {
  paint.font = "bold 40px 'DejaVu Sans Mono', monospace";
  paint.textAlign = "right";
  paint.fillStyle = "rgba(4,4,14,.6)";
  paint.fillRect(WIDTH - 172, 20, 152, 56);
  paint.fillStyle = "#ffffff";
  paint.fillText(String(n), WIDTH - 34, 63);
}

function makeGrain(): OffscreenCanvas {
  const paint = context(WIDTH, HEIGHT);
  const pixels = paint.createImageData(WIDTH, HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const value = 128 + (hash(i) + hash(i + 0.5) - 1) * 11;
    pixels.data.set([value, value, value, 255], i * 4);
  }
  paint.putImageData(pixels, 0, 0);
  return paint.canvas;
}

function context(width: number, height: number): Paint {
  const paint = new OffscreenCanvas(width, height).getContext("2d", {
    alpha: false,
  });
  if (!paint) throw new Error("This browser paints no pictures");
  return paint;
}

Object.assign(globalThis, { frameAt });
