/**
 * The window from which the city is seen, and the cat in it.
 * @module
 */
import { ease, glow, HEIGHT, type Paint, WIDTH } from "../paint/paint.ts";

/** The window from which all this is seen, and who sits in it. */
export function sill(paint: Paint, s: number): void {
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
