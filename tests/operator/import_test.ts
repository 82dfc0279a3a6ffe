/** `main.ts` is imported by whoever serves, and by tools that only look at it. */
import { assertEquals } from "@std/assert";
import { guardEntry } from "@/lib/server/process/entry.ts";
import type { Services } from "@/lib/server/services.ts";

/** Longest life of a process that only imports, ms. A cold start of Deno on a busy machine takes 10 s. */
const IMPORT_MS = 60_000;

for (const store of ["memory", "kv", "redis"]) {
  // A timer, a socket or a store that were open would keep the process alive,
  // and Redis that is not there would be logged.
  Deno.test(`[O26] a process that imports main.ts with ROOM_STORE=${store} has nothing left to do`, async () => {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", "main.ts"],
      env: { ROOM_STORE: store, REDIS_URL: "redis://127.0.0.1:1" },
      stdout: "null",
      stderr: "piped",
      signal: AbortSignal.timeout(IMPORT_MS),
    }).output();
    assertEquals(new TextDecoder().decode(stderr), "");
    assertEquals(code, 0);
  });
}

Deno.test({
  name: "[O26] the services are opened by whoever asks for a handler",
  // It listens for the signals that end the process, for as long as that lives.
  sanitizeResources: false,
  sanitizeOps: false,
  fn() {
    let opened = 0;
    const app = { handler: () => () => Promise.resolve(new Response()) };
    guardEntry(app, () => {
      opened++;
      return { config: { mode: "development" } } as Services;
    });
    assertEquals(opened, 0);
    app.handler();
    assertEquals(opened, 1);
  },
});
