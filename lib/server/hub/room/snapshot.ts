/**
 * Signed copies of a room that some of its members carry, so that a room in
 * memory survives a restart of the server.
 * @module
 */
import { createHmac, hkdfSync } from "node:crypto";
import { base64url, compactVerify } from "jose";
import type { RoomDocument } from "../../../room/document/document.ts";
import { copyOf, type RoomCopy } from "../../../room/document/restoring.ts";
import { parseStored } from "../../../room/document/stored.ts";
import { gunzip, gzipNow } from "../../store/gzip.ts";
import { deriveKey } from "../../seal/keys.ts";
import { MAX_SNAPSHOT_LENGTH } from "./limits.ts";

/** Signs rooms and reads what it signed. */
export interface Snapshots {
  /** @returns `null` where the copy would be longer than `read` takes. */
  sign(room: RoomDocument): string | null;
  /** @returns The copy, or `null` when it is foreign, forged, too old, too long or of another room. */
  read(snapshot: string, roomId: string): Promise<RoomCopy | null>;
}

/** Age at which a copy is too old, ms: an abandoned room is forgotten then too. */
export const SNAPSHOT_TTL_MS = 600_000;

/** Makes the signer. `secrets`: the first signs, all verify. @see SPEC R28, R47 */
export function createSnapshots(
  options: { secrets: readonly string[]; now: () => number },
): Snapshots {
  const keys = options.secrets.map((secret) =>
    deriveKey(secret, { name: TYPE, use: "sign" })
  );
  const signer = signerOf(options.secrets[0]);
  return {
    sign(room) {
      const text = JSON.stringify({
        room: copyOf(room),
        signedAt: options.now(),
      });
      const snapshot = signer(gzipNow(text));
      return snapshot.length <= MAX_SNAPSHOT_LENGTH ? snapshot : null;
    },
    async read(snapshot, roomId) {
      if (snapshot.length > MAX_SNAPSHOT_LENGTH) return null;
      for (const key of keys) {
        const payload = await verified(snapshot, await key);
        if (!payload) continue;
        // Signed by this server's kind, though perhaps by another version of it.
        const { room, signedAt } = JSON.parse(await gunzip(payload)) as {
          room: unknown;
          signedAt: number;
        };
        const isFresh = options.now() - signedAt < SNAPSHOT_TTL_MS;
        const document = parseStored(room, roomId);
        return isFresh && document ? { room: document, signedAt } : null;
      }
      return null;
    },
  };
}

const TYPE = "cowatch-room+jws";

const HEADER = base64url.encode(JSON.stringify({ alg: "HS256", typ: TYPE }));

/**
 * Signs as a compact JWS (RFC 7515). At once: a copy is small, and handing it
 * to another thread and back costs several times the signature.
 * @throws {TypeError} Without a secret.
 */
function signerOf(secret: string | undefined) {
  if (!secret) throw new TypeError("Cannot sign a snapshot without a secret");
  // As `deriveKey` does.
  const key = new Uint8Array(hkdfSync("sha256", secret, "", TYPE, 32));
  return (payload: Uint8Array): string => {
    const input = `${HEADER}.${base64url.encode(payload)}`;
    const signature = createHmac("sha256", key).update(input);
    return `${input}.${signature.digest("base64url")}`;
  };
}

/** @returns `null` for what another key has signed, or none. */
async function verified(
  snapshot: string,
  key: CryptoKey,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(snapshot, key, {
      algorithms: ["HS256"],
    });
    return protectedHeader.typ === TYPE ? new Uint8Array(payload) : null;
  } catch {
    // A copy that fits no key is of no use.
    return null;
  }
}
