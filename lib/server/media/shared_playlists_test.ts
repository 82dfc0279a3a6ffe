import { assertEquals, assertRejects } from "@std/assert";
import { createSharedPlaylists } from "./shared_playlists.ts";

const answer = (size = 1) => ({
  status: 200,
  headers: new Headers(),
  json: undefined,
  bytes: new Uint8Array(size),
  url: new URL("https://a.kaltura.com/"),
});

function make() {
  let nowMs = 0;
  let fetches = 0;
  const shared = createSharedPlaylists({ now: () => nowMs });
  return {
    shared,
    get: (address: string, size?: number) =>
      shared.get(address, () => {
        fetches++;
        return Promise.resolve(answer(size));
      }),
    fetches: () => fetches,
    wait: (ms: number) => void (nowMs += ms),
  };
}

Deno.test("[M10] viewers who ask at the same time share one fetch, and nobody else's address", async () => {
  const { get, fetches } = make();
  await Promise.all(["a", "a", "a", "b"].map((address) => get(address)));
  assertEquals(fetches(), 2);
  await get("a");
  assertEquals(fetches(), 3);
});

Deno.test("[M10] what is kept lasts from its fetch on, however often it is asked for", async () => {
  const { shared, get, fetches, wait } = make();
  for (let asked = 0; asked < 9; asked++) {
    shared.keep("a", { answer: await get("a"), forMs: 1000 });
    wait(300);
  }
  // At 0, 1200 and 2400 ms.
  assertEquals(fetches(), 3);
});

Deno.test("[M10] a fetch that fails fails for all who wait, and is tried again", async () => {
  const { shared, get, fetches } = make();
  const fail = () => Promise.reject(new Error("no"));
  await Promise.all(
    [1, 2].map(() => assertRejects(() => shared.get("a", fail))),
  );
  await get("a");
  assertEquals(fetches(), 1);
});

Deno.test("[M12] the oldest goes when all together are too large", async () => {
  const { shared, get, fetches } = make();
  for (let i = 0; i < 5; i++) {
    const name = String(i);
    const kept = await get(name, 8 * 1024 * 1024);
    shared.keep(name, { answer: kept, forMs: 1000 });
  }
  await get("4");
  assertEquals(fetches(), 5);
  await get("0");
  assertEquals(fetches(), 6);
});
