/**
 * Keys for each purpose from one secret.
 * @module
 */

/**
 * Derives a key of 256 bits by HKDF, so that what one purpose seals no other
 * purpose opens.
 * @param purpose Stable word.
 */
export async function deriveKey(
  secret: string,
  purpose: string,
): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const material = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    "HKDF",
    false,
    ["deriveBits"],
  );
  const info = encoder.encode(purpose);
  return new Uint8Array(
    await crypto.subtle.deriveBits(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
      material,
      256,
    ),
  );
}
