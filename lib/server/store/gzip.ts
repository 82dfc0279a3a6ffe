/**
 * Text in few bytes.
 * @module
 */

import { gzipSync } from "node:zlib";

/** Compresses text at once, off no other work's thread: for what is small, since streams cost more than the compression. */
export function gzipNow(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(text));
}

/** Compresses text. */
export async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Decompresses what {@linkcode gzip} made. @throws {TypeError} For anything else. */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream()
    .pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}
