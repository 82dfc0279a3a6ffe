import { assertEquals, assertRejects } from "@std/assert";
import { DomainError } from "../../shared/errors.ts";
import { createInteractionSender } from "../../../tests/support/fakes/discord_interactions.ts";
import { createSignatureCheck, MAX_AGE_S } from "./signature.ts";

const NOW_S = 1_764_000_000;
const BODY = JSON.stringify({ type: 1, name: "Zoë 🎬" });

Deno.test("[D40] what Discord signed is taken, and nothing that differs by a bit", async () => {
  const discord = await createInteractionSender({ clientId: "1" });
  const stranger = await createInteractionSender({ clientId: "1" });
  const check = createSignatureCheck({
    publicKey: discord.publicKey,
    now: () => NOW_S * 1000,
  });
  const ask = (told: Record<string, string>, body = BODY) =>
    check(new Headers(told), body);
  const good = await discord.sign(BODY, NOW_S);
  await ask(good);

  const signature = good["x-signature-ed25519"] ?? "";
  const flipped = (at: number) => {
    const digit = (parseInt(signature[at] ?? "", 16) ^ 1).toString(16);
    return signature.slice(0, at) + digit + signature.slice(at + 1);
  };
  const others: [what: string, told: Record<string, string>, body?: string][] =
    [
      ["another body", good, BODY.replace("1", "2")],
      ["no body", good, ""],
      ["another's key", await stranger.sign(BODY, NOW_S)],
      ["another time", {
        ...good,
        "x-signature-timestamp": String(NOW_S + 1),
      }],
      ["no signature", { "x-signature-timestamp": String(NOW_S) }],
      ["no time", { "x-signature-ed25519": signature }],
      ["half a signature", {
        ...good,
        "x-signature-ed25519": signature.slice(64),
      }],
      ["no hex", { ...good, "x-signature-ed25519": "g".repeat(128) }],
      ["a time that is none", { ...good, "x-signature-timestamp": "1e9" }],
      ...[0, 63, 64, 127].map((
        at,
      ): [string, Record<string, string>] => [`digit ${at}`, {
        ...good,
        "x-signature-ed25519": flipped(at),
      }]),
    ];
  for (const [what, told, body] of others) {
    const error = await ask(told, body).then(() => null, (error) => error);
    assertEquals((error as DomainError | null)?.code, "bad_signature", what);
  }
});

Deno.test("[D40] what was signed long ago, or will be, is not taken", async () => {
  const discord = await createInteractionSender({ clientId: "1" });
  const { publicKey } = discord;
  const check = createSignatureCheck({ publicKey, now: () => NOW_S * 1000 });
  for (const offS of [-MAX_AGE_S, 0, MAX_AGE_S]) {
    await check(new Headers(await discord.sign(BODY, NOW_S + offS)), BODY);
  }
  for (const offS of [-MAX_AGE_S - 1, MAX_AGE_S + 1, -NOW_S]) {
    const told = await discord.sign(BODY, NOW_S + offS);
    await assertRejects(() => check(new Headers(told), BODY), DomainError);
  }
});
