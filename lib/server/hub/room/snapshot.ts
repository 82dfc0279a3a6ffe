/**
 * Signed copies of a room that some of its members carry, so that a room in
 * memory survives a restart of the server.
 * @module
 */
import { CompactSign, compactVerify } from "jose";
import type { RoomDocument } from "../../../room/document/document.ts";
import { copyOf, type RoomCopy } from "../../../room/document/restoring.ts";
import { parseStored } from "../../../room/document/stored.ts";
import { gunzip, gzip } from "../../store/gzip.ts";
import { deriveKey } from "../../seal/keys.ts";
import { MAX_SNAPSHOT_LENGTH } from "./limits.ts";

/** Signs rooms and reads what it signed. */
export interface Snapshots {
  /** @returns `null` where the copy would be longer than `read` takes. */
  sign(room: RoomDocument): Promise<string | null>;
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
  return {
    async sign(room) {
      const [key] = keys;
      if (!key) throw new TypeError("Cannot sign a snapshot without a secret");
      const text = JSON.stringify({
        room: copyOf(room),
        signedAt: options.now(),
      });
      const snapshot = await new CompactSign(await gzip(text))
        .setProtectedHeader({ alg: "HS256", typ: TYPE })
        .sign(await key);
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
