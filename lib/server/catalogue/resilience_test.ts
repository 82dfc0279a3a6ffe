import { assert, assertEquals } from "@std/assert";
import { CatalogueFault } from "./faults.ts";
import { type CallOptions, createResilience } from "./resilience.ts";

const ill = () => Promise.reject(new CatalogueFault("gateway_unavailable"));
const refusing = () => Promise.reject(new CatalogueFault("unknown_video"));
const well = () => Promise.resolve("well");

/** An upstream behind breakers; says which calls reached it. */
function setUp({ halfOpenMs = 10_000 } = {}) {
  const resilience = createResilience({
    timeoutMs: 1000,
    remembersOutage: false,
    halfOpenMs,
  });
  let reached = 0;
  async function call(
    attempt: () => Promise<string>,
    options: Partial<CallOptions> = {},
  ): Promise<"reached" | "left alone"> {
    const before = reached;
    await resilience.run(() => {
      reached++;
      return attempt();
    }, { route: "list", person: "ann", isRepeatable: false, ...options })
      .catch(() => {});
    return reached > before ? "reached" : "left alone";
  }
  async function fail(
    times: number,
    options: (n: number) => Partial<CallOptions>,
  ) {
    for (let n = 0; n < times; n++) await call(ill, options(n));
  }
  return { call, fail };
}

const two = (n: number) => ({ person: n % 2 ? "ann" : "ben" });

Deno.test("[V20] five failures in a row that two people saw leave a route alone, and only it", async () => {
  const { call, fail } = setUp();
  await fail(4, two);
  assertEquals(await call(ill), "reached");
  assertEquals(await call(well), "left alone");
  assertEquals(await call(well, { person: "cat" }), "left alone");
  assertEquals(await call(well, { route: "play" }), "reached");
});

Deno.test("[V20] one person's trouble opens nothing", async () => {
  const { call, fail } = setUp();
  await fail(50, () => ({}));
  assertEquals(await call(well), "reached");
});

Deno.test("[V20] one broken item opens nothing, whoever asks for it", async () => {
  const { call, fail } = setUp();
  const broken = { route: "get", item: "0_broken" };
  await fail(50, (n) => ({ ...broken, person: `person ${n}` }));
  const other = { route: "get", item: "0_fine", person: "dan" };
  assertEquals(await call(well, other), "reached");
  await fail(4, (n) => ({ ...broken, ...two(n) }));
  assertEquals(await call(ill, other), "reached");
  assertEquals(await call(well, other), "left alone", "two items, two people");
});

Deno.test("[V20] an answer, and a refusal too, ends a row of failures", async () => {
  for (const alive of [well, refusing]) {
    const { call, fail } = setUp();
    await fail(4, two);
    await call(alive);
    await fail(4, two);
    assertEquals(await call(well), "reached", "four, one, four: never five");
  }
});

Deno.test("[V20] a route that was left alone is tried again, and used when it is back", async () => {
  const { call, fail } = setUp({ halfOpenMs: 50 });
  await fail(5, two);
  assertEquals(await call(well), "left alone");
  const deadline = performance.now() + 5000;
  while (await call(well) === "left alone") {
    assert(performance.now() < deadline, "is never tried again");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assertEquals(await call(well), "reached");
});
