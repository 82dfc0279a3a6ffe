import { assertEquals, assertRejects } from "@std/assert";
import { DomainError } from "../../shared/errors.ts";
import type { Api } from "./api.ts";
import "@/tests/support/english.ts";
import { t } from "../../shared/texts.ts";
import { createApiOnDemand } from "./on_demand.ts";

/** A client that notes its calls. */
function noted(calls: string[]): Api {
  const note = (name: string) => (...given: unknown[]) => {
    calls.push(`${name} ${JSON.stringify(given)}`);
    return name as never;
  };
  return {
    signIn: note("signIn"),
    isOver: () => true,
    ticket: note("ticket"),
    videos: note("videos"),
    collections: note("collections"),
    play: note("play"),
    session: note("session"),
    extras: note("extras"),
    reportPlay: note("reportPlay"),
    dispose: note("dispose"),
  };
}

Deno.test("[L3] the API's client comes with its first call, once", async () => {
  const calls: string[] = [];
  let loads = 0;
  const api = createApiOnDemand(() => {
    loads++;
    return Promise.resolve({
      createApi: () => (calls.push("made"), noted(calls)),
    });
  });
  assertEquals([api.isOver(), loads], [false, 0]);
  await Promise.all([api.play("v", { isRenewal: true }), api.session("v")]);
  assertEquals(calls, [
    "made",
    'play ["v",{"isRenewal":true}]',
    'session ["v"]',
  ]);
  assertEquals(api.isOver(), true);
  api.dispose();
  assertEquals(calls.at(-1), "dispose []");
});

Deno.test("[L3] a part that does not come is said in words, and tried again", async () => {
  let isAway = true;
  const api = createApiOnDemand(() =>
    isAway
      ? Promise.reject(new TypeError("Failed to fetch"))
      : Promise.resolve({ createApi: () => noted([]) })
  );
  const error = await assertRejects(() => api.extras("v"), DomainError);
  assertEquals(error.message, t().discord.partMissing);
  isAway = false;
  assertEquals(await api.extras("v"), "extras" as never);
});
