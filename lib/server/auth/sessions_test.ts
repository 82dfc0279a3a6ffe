import { assertEquals, assertRejects } from "@std/assert";
import { EncryptJWT } from "jose";
import { DomainError } from "../../shared/errors.ts";
import { deriveKey } from "../seal/keys.ts";
import { createSessions, type Session } from "./sessions.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const OTHER = "fedcba9876543210fedcba9876543210";
const SESSION: Session = {
  user: { id: "1", username: "Ann", avatarUrl: null },
  instanceId: "i-1",
  roles: [],
  signedInAtMs: 0,
};

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, DomainError)).code;
}

Deno.test("[A1] a session comes back as it was sealed, and cannot be read", async () => {
  const sessions = createSessions({ secrets: [SECRET], now: Date.now });
  const token = await sessions.seal(SESSION);
  assertEquals(await sessions.open(token), SESSION);
  assertEquals(
    token.split(".").some((part) => {
      const text = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
      return text.includes("Ann");
    }),
    false,
  );
});

Deno.test("[A2] no flipped bit, other secret or other kind of token is taken", async () => {
  const sessions = createSessions({ secrets: [SECRET], now: Date.now });
  const token = await sessions.seal(SESSION);
  for (let i = 0; i < token.length; i += 7) {
    const other = token[i] === "A" ? "B" : "A";
    const forged = token.slice(0, i) + other + token.slice(i + 1);
    // The last character of a part may carry unused bits: the same bytes.
    if (token[i + 1] === "." || i === token.length - 1) continue;
    assertEquals(await codeOf(sessions.open(forged)), "not_signed_in");
  }
  const strangers = createSessions({ secrets: [OTHER], now: Date.now });
  assertEquals(await codeOf(strangers.open(token)), "not_signed_in");
  const none = `${btoa('{"alg":"none"}')}.${btoa("{}")}.`;
  for (const text of ["", "x", "a.b.c.d.e", none]) {
    assertEquals(await codeOf(sessions.open(text)), "not_signed_in");
  }
});

Deno.test("[A2] the right key alone opens nothing: audience and life must be named", async () => {
  const sessions = createSessions({ secrets: [SECRET], now: Date.now });
  const key = await deriveKey(SECRET, { name: "cowatch-session", use: "seal" });
  const seal = (audience: string | null, life: string | null) => {
    const token = new EncryptJWT({ session: SESSION })
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .setIssuedAt();
    if (audience !== null) token.setAudience(audience);
    if (life !== null) token.setExpirationTime(life);
    return token.encrypt(key);
  };
  assertEquals(
    await sessions.open(await seal("cowatch-session", "1h")),
    SESSION,
  );
  for (
    const [audience, life] of [
      ["cowatch-media-grant", "1h"],
      [null, "1h"],
      ["cowatch-session", null],
    ] as const
  ) {
    const token = await seal(audience, life);
    assertEquals(await codeOf(sessions.open(token)), "not_signed_in");
  }
});

Deno.test("[A3] a session ends after 60 minutes", async () => {
  let nowMs = 1_000_000_000_000;
  const sessions = createSessions({ secrets: [SECRET], now: () => nowMs });
  const token = await sessions.seal(SESSION);
  nowMs += 3_599_000;
  assertEquals(await sessions.open(token), SESSION);
  nowMs += 2000;
  assertEquals(await codeOf(sessions.open(token)), "session_expired");
});

Deno.test("[A4] an old secret still opens, and no longer seals", async () => {
  const before = createSessions({ secrets: [OTHER], now: Date.now });
  const after = createSessions({ secrets: [SECRET, OTHER], now: Date.now });
  assertEquals(await after.open(await before.seal(SESSION)), SESSION);
  assertEquals(
    await codeOf(before.open(await after.seal(SESSION))),
    "not_signed_in",
  );
});

Deno.test("[X40] a session that changes on the way ends when it would have", async () => {
  let nowMs = 1_800_000_000_000;
  const sessions = createSessions({ secrets: [SECRET], now: () => nowMs });
  const former = await sessions.seal(SESSION);
  nowMs += 3_000_000;
  const changed = await sessions.reseal(
    { ...SESSION, roles: ["r"] },
    { former },
  );
  assertEquals((await sessions.open(changed)).roles, ["r"]);
  nowMs += 600_000 + 1000;
  assertEquals(await codeOf(sessions.open(changed)), "session_expired");
  // The request may take longer than the session lasts.
  const late = await sessions.reseal(SESSION, { former });
  assertEquals(await codeOf(sessions.open(late)), "session_expired");
  assertEquals(
    await codeOf(sessions.reseal(SESSION, { former: "x" })),
    "not_signed_in",
  );
});
