import "@/tests/support/english.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { DomainError } from "../../shared/errors.ts";
import { ask, connectDiscord, isUnsupported } from "./sdk.ts";

async function refusalOf(command: Promise<unknown>): Promise<DomainError> {
  return await assertRejects(() => ask(command), DomainError);
}

Deno.test("[D2] a client that never says READY is given up, with a sentence", async () => {
  const error = await assertRejects(
    () => connectDiscord({ clientId: "1", readyMs: 5 }),
    DomainError,
  );
  assertEquals(error.code, "discord_unavailable");
  assert(/^Discord does not answer\./.test(error.message));
});

Deno.test("[D3] a command has a deadline", async () => {
  using time = new FakeTime();
  const failed = refusalOf(new Promise(() => {}));
  await time.tickAsync(8000);
  assertEquals((await failed).code, "discord_unavailable");
});

Deno.test("[D3] what Discord rejects with is no error, and becomes one", async () => {
  const error = await refusalOf(
    Promise.reject({ code: 4006, message: "Not authenticated" }),
  );
  assertEquals(error.code, "discord_refused");
  assertEquals(error.details, { discordCode: 4006 });
  assertEquals((error.cause as Error).message, "Not authenticated");
  assert(error.message.endsWith("."));
});

Deno.test("[D3] rejections of any shape are survived", async () => {
  for (const value of [null, "x", 5, {}, { code: "4002", message: 7 }]) {
    const error = await refusalOf(Promise.reject(value));
    assertEquals(error.details, { discordCode: null });
  }
});

Deno.test("[D4] an unknown command is told from a refused one", async () => {
  const unknown = await refusalOf(Promise.reject({ code: 4002, message: "" }));
  const refused = await refusalOf(Promise.reject({ code: 4006, message: "" }));
  assertEquals([isUnsupported(unknown), isUnsupported(refused)], [true, false]);
});
