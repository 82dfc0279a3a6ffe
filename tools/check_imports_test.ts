import { assertEquals } from "@std/assert";
import { faultsOf } from "./check_imports.ts";

Deno.test("[L1] faultsOf() lets folders import downward only", () => {
  assertEquals(
    faultsOf("lib/room/a.ts", 'import { x } from "../shared/b.ts";'),
    [],
  );
  assertEquals(
    faultsOf("lib/shared/a.ts", 'import { x } from "../room/b.ts";'),
    ["lib/shared/a.ts may not import lib/room/b.ts"],
  );
  assertEquals(
    faultsOf("islands/A.tsx", 'import type { X } from "@/lib/server/b.ts";'),
    ["islands/A.tsx may not import lib/server/b.ts"],
  );
});

Deno.test("[L1] faultsOf() sees re-exports and dynamic imports", () => {
  assertEquals(
    faultsOf("lib/client/a.ts", 'export * from "../server/b.ts";').length,
    1,
  );
  assertEquals(
    faultsOf("lib/client/a.ts", 'await import("../server/b.ts");').length,
    1,
  );
});

Deno.test("[L2] faultsOf() keeps test helpers out of the product", () => {
  const source = 'import { x } from "../testing/b.ts";';
  assertEquals(faultsOf("lib/client/a.ts", source).length, 1);
  assertEquals(faultsOf("lib/client/a_test.ts", source), []);
});
