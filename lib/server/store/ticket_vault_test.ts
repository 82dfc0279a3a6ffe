import { assertEquals } from "@std/assert";
import { createMemoryVault, MAX_KEPT_LENGTH } from "./ticket_vault.ts";

Deno.test("[P31] what is put again counts once, and lives from then on", async () => {
  let nowMs = 0;
  const vault = createMemoryVault({ now: () => nowMs });
  const third = "x".repeat(MAX_KEPT_LENGTH / 3);
  await vault.put("other", "kept", 1000);
  for (let n = 0; n < 5; n++) {
    nowMs = n * 100;
    await vault.put("one", third + n, 1000);
  }
  assertEquals(await vault.take("other"), "kept");
  nowMs = 1300;
  vault.forget();
  assertEquals(await vault.take("one"), third + 4);
  assertEquals(await vault.take("one"), null);
});
