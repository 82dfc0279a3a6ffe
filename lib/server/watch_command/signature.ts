/**
 * Whether a request is Discord's: each is signed with the application's key.
 * Source: Discord's documentation, "Overview of Interactions", "Validating
 * Security Request Headers".
 * @module
 */
import { Buffer } from "node:buffer";
import { DomainError } from "../../shared/errors.ts";

/** Age of a request up to which it is taken, s, and how far ahead its clock may be. Chosen: a clock that is wrong by a minute is a fault already, and Discord waits 3 s for an answer. */
export const MAX_AGE_S = 120;

/** Checks a request's headers and body. @throws {DomainError} `bad_signature` */
export type SignatureCheck = (
  headers: Pick<Headers, "get">,
  body: string,
) => Promise<void>;

/**
 * Makes the check of one application.
 * @param options `publicKey`: 64 hex digits. `now`: ms since epoch.
 * @see SPEC D40
 */
export function createSignatureCheck(
  { publicKey, now }: { publicKey: string; now: () => number },
): SignatureCheck {
  let key: Promise<CryptoKey> | null = null;

  return async function check(headers, body) {
    const signature = headers.get("x-signature-ed25519") ?? "";
    const timestamp = headers.get("x-signature-timestamp") ?? "";
    // The cheap looks first: strangers ask too.
    if (!/^[0-9a-f]{128}$/i.test(signature) || !/^\d{1,12}$/.test(timestamp)) {
      throw refused();
    }
    if (Math.abs(now() / 1000 - Number(timestamp)) > MAX_AGE_S) throw refused();
    key ??= crypto.subtle.importKey(
      "raw",
      Buffer.from(publicKey, "hex"),
      "Ed25519",
      false,
      ["verify"],
    );
    const isGenuine = await crypto.subtle.verify(
      "Ed25519",
      await key,
      Buffer.from(signature, "hex"),
      new TextEncoder().encode(timestamp + body),
    );
    if (!isGenuine) throw refused();
  };
}

function refused(): DomainError {
  return new DomainError(
    "bad_signature",
    "This request is not signed by Discord.",
  );
}
