/**
 * Keys for each purpose from one secret.
 * @module
 */

/** What a key is for, with its algorithm. */
const USES = {
  /** A256GCM. */
  seal: { algorithm: { name: "AES-GCM" }, usages: ["encrypt", "decrypt"] },
  /** HS256. */
  sign: {
    algorithm: { name: "HMAC", hash: "SHA-256" },
    usages: ["sign", "verify"],
  },
} as const;

/**
 * Derives a key of 256 bits by HKDF, so that what one purpose seals no other
 * purpose opens. Ready for use: a raw one would be imported at each.
 * @param purpose `name`: a stable word.
 */
export async function deriveKey(
  secret: string,
  purpose: { name: string; use: keyof typeof USES },
): Promise<CryptoKey> {
  const encoder = new TextEncoder();
  const material = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    "HKDF",
    false,
    ["deriveBits"],
  );
  const info = encoder.encode(purpose.name);
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    material,
    256,
  );
  const { algorithm, usages } = USES[purpose.use];
  return await crypto.subtle.importKey("raw", bits, algorithm, false, [
    ...usages,
  ]);
}
