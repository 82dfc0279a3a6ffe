/**
 * Light and colours of the coast, from one time of day to the next.
 * @module
 */
import { mix } from "../paint/paint.ts";

/** Where sea and sky meet, y. */
export const HORIZON = 338;

/** Colours at one time of day, far to near. */
export interface Hour {
  sky: readonly [string, string, string, string];
  sea: readonly [string, string];
  far: string;
  middle: string;
  near: string;
  cloud: string;
  sun: string;
}

/** The hour before sunset. */
export const GOLD: Hour = {
  sky: ["#2b3a67", "#8a5a83", "#f08a5d", "#ffd27a"],
  sea: ["#e79a6c", "#3c3f6b"],
  far: "#8f6288",
  middle: "#5a4272",
  near: "#1d1830",
  cloud: "#ffb08a",
  sun: "#ffe2a0",
};

/** The hour after it. */
export const BLUE: Hour = {
  sky: ["#070b1f", "#131a40", "#2c2f63", "#6a4a74"],
  sea: ["#4a3f6b", "#0d1230"],
  far: "#343361",
  middle: "#1c1f45",
  near: "#080a18",
  cloud: "#57407a",
  sun: "#ff9a6a",
};

/** The hour before sunrise. */
export const PEARL: Hour = {
  sky: ["#1b2a55", "#4c5f92", "#c58fa6", "#f3c3a5"],
  sea: ["#c99aa8", "#2c3a66"],
  far: "#77799f",
  middle: "#4a547f",
  near: "#141a33",
  cloud: "#e8a9b0",
  sun: "#ffc6a0",
};

/** The hour after it. */
export const MORNING: Hour = {
  sky: ["#3f7fb5", "#8cbad2", "#ffcf9c", "#ffbf80"],
  sea: ["#ffdca8", "#2f7294"],
  far: "#8fb0bd",
  middle: "#4f8294",
  near: "#17354a",
  cloud: "#fff1dc",
  sun: "#fffbe8",
};

/** What light there is. */
export interface Light {
  hours: readonly [Hour, Hour];
  /** From the first to the second, 0–1. */
  t: number;
  sun: { x: number; y: number };
  isWest: boolean;
}

/** Picks a colour, of which the present one is between the two hours'. */
export type Tone = (pick: (hour: Hour) => string, alpha?: number) => string;

/** The colour between two, as `#rrggbb`. @param t 0–1. */
export function between(a: string, b: string, t: number): string {
  const [red, green, blue] = (mix(a, b, t).match(/\d+/g) ?? []).map(Number);
  const hex = (n = 0) => n.toString(16).padStart(2, "0");
  return `#${hex(red)}${hex(green)}${hex(blue)}`;
}
