/**
 * Runs inside the browser, which reads PNG by itself.
 * @module
 */
import pixelmatch from "pixelmatch";

async function pixelsOf(png: string): Promise<ImageData> {
  const answer = await fetch(`data:image/png;base64,${png}`);
  const image = await createImageBitmap(await answer.blob());
  const paint = new OffscreenCanvas(image.width, image.height)
    .getContext("2d");
  if (!paint) throw new Error("This browser paints no pictures");
  paint.drawImage(image, 0, 0);
  return paint.getImageData(0, 0, image.width, image.height);
}

async function differenceOf(a: string, b: string): Promise<number> {
  const [one, other] = await Promise.all([pixelsOf(a), pixelsOf(b)]);
  const { width, height } = one;
  if (width !== other.width || height !== other.height) return 1;
  const differing = pixelmatch(one.data, other.data, undefined, width, height, {
    threshold: 0.1,
  });
  return differing / (width * height);
}

Object.assign(globalThis, { differenceOf });
