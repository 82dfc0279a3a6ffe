/**
 * Signed copies of a room that its members carry, so that a room in memory
 * survives a restart of the server (DESIGN §5, "Shutdown").
 * @module
 */
import { CompactSign, compactVerify } from "jose";
import { createRoom, type RoomDocument } from "../room/document.ts";

/** Signs rooms and reads what it signed. */
export interface Snapshots {
  sign(room: RoomDocument): Promise<string>;
  /** @returns The room, or `null` when the copy is foreign, forged, too old or of another room. */
  read(snapshot: string, roomId: string): Promise<RoomDocument | null>;
}

/** Age at which a copy is too old, ms: an abandoned room is forgotten then too (DESIGN §5). */
export const SNAPSHOT_TTL_MS = 600_000;

/** Makes the signer. `secrets`: the first signs, all verify. */
export function createSnapshots(
  options: { secrets: readonly string[]; now: () => number },
): Snapshots {
  const keys = options.secrets.map(deriveKey);
  return {
    async sign(room) {
      const [key] = keys;
      if (!key) throw new TypeError("Cannot sign a snapshot without a secret");
      const payload = JSON.stringify({
        ...room,
        members: room.members.map((m) => ({ ...m, connections: [] })),
        signedAt: options.now(),
      });
      return await new CompactSign(new TextEncoder().encode(payload))
        .setProtectedHeader({ alg: "HS256", typ: TYPE })
        .sign(await key);
    },
    async read(snapshot, roomId) {
      for (const key of keys) {
        try {
          const { payload, protectedHeader } = await compactVerify(
            snapshot,
            await key,
            { algorithms: ["HS256"] },
          );
          if (protectedHeader.typ !== TYPE) return null;
          // Signed by this server, so its shape is this server's.
          const { signedAt, ...room } = JSON.parse(
            new TextDecoder().decode(payload),
          ) as RoomDocument & { signedAt: number };
          const isFresh = options.now() - signedAt < SNAPSHOT_TTL_MS;
          return isFresh && room.id === roomId ? room : null;
        } catch {
          // Another secret may fit; a copy that fits none is of no use.
          continue;
        }
      }
      return null;
    },
  };
}

/**
 * Makes a living room of a copy: same timeline and host, a new epoch, and the
 * members given the grace to be back.
 */
export function restoreRoom(
  copy: RoomDocument,
  options: { epoch: string; nowMs: number },
): RoomDocument {
  const { gate, timeline } = copy;
  return {
    ...createRoom(copy.id, options.epoch),
    // A room that waited was about to play.
    timeline: gate
      ? { ...timeline, playing: true, at: options.nowMs }
      : timeline,
    // A retry of what was applied before the restart must not apply again.
    applied: copy.applied,
    video: copy.video,
    host: copy.host,
    settings: copy.settings,
    queue: copy.queue,
    members: copy.members.map((m) => ({
      ...m,
      connections: [],
      goneAt: options.nowMs,
      isHidden: false,
    })),
  };
}

const TYPE = "cowatch-room+jws";

async function deriveKey(secret: string): Promise<Uint8Array> {
  const material = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret),
    "HKDF",
    false,
    ["deriveBits"],
  );
  const bits = await crypto.subtle.deriveBits(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: new Uint8Array(),
      info: new TextEncoder().encode(TYPE),
    },
    material,
    256,
  );
  return new Uint8Array(bits);
}
